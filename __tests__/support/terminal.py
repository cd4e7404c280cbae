"""Runs a program in a terminal and types one answer once a text appears: terminal.py <text> <answer> <program> ..."""

import os
import pty
import sys

text, answer, *program = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(program[0], program)

seen = b""
typed = False
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:  # Linux's way to say that the program has ended
        break
    if not chunk:
        break
    seen += chunk
    if text.encode() in seen and not typed:
        typed = True
        os.write(terminal, answer.encode())

sys.stdout.write(seen.decode().replace("\r\n", "\n"))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) % 256)
