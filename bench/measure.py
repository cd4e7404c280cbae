"""Runs a command and prints how long it took and the peak memory of the largest process in it, as JSON."""

import json
import resource
import subprocess
import sys
import time

start = time.monotonic()
run = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
seconds = time.monotonic() - start
if run.returncode not in (0, 2):
    sys.stderr.buffer.write(run.stdout)
    sys.exit(run.returncode)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
mebibytes = peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024
print(json.dumps({"seconds": seconds, "mebibytes": mebibytes}))
