"""Serves MiniStack on its own loopback port, with the patches in this folder, until it receives a signal to stop.

The port is bound before MiniStack is imported (which reads it at import) and never released in between, so two launchers
cannot collide. It is written to the file `port` of the working folder.
"""

import argparse
import asyncio
import json
import os
import shutil
import signal
import socket
import sys
import threading
from importlib.metadata import version
from pathlib import Path

MINISTACK_VERSION = "1.5.33"
SECONDS_TO_SHUT_DOWN = 5


def main():
    options = parse_arguments()
    if version("ministack") != MINISTACK_VERSION:
        sys.exit(f"ministack {MINISTACK_VERSION} is needed, found {version('ministack')}: the patches support no other version")
    listener = bind(options.port)
    os.environ["GATEWAY_PORT"] = str(listener.getsockname()[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        asyncio.run(serve(listener, options))
    finally:
        if options.keep or parent_is_gone.is_set():
            shutil.rmtree(options.folder, ignore_errors=True)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="working folder of this emulator")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--referee", type=json.loads, help="command that judges calls, as a JSON list; none records or judges them")
    parser.add_argument("--keep", action="store_true", help="outlive the parent; otherwise end when standard input closes")
    return parser.parse_args()


def bind(port):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


async def serve(listener, options):
    from hypercorn.asyncio import serve as hypercorn_serve
    from hypercorn.config import Config
    from ministack.app import app

    referee = await start_referee(options) if options.referee else None
    import patches  # noqa: F401

    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    if not options.keep:
        threading.Thread(target=await_parents_end, args=(loop, stop), daemon=True).start()

    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.keep_alive_timeout = 75
    config.keep_alive_max_requests = sys.maxsize
    config.graceful_timeout = 0.2
    publish_port(options.folder, listener.getsockname()[1])
    await hypercorn_serve(app, config, shutdown_trigger=stop.wait)
    if referee:
        await referee.stop()


async def start_referee(options):
    """Before the patches: they log what the referee refuses, and do not ask it again about a call that is repeated."""
    import recorder

    referee = recorder.install(options.folder, options.referee, options.folder / "emulator.log")
    await referee.start()
    return referee


parent_is_gone = threading.Event()


def await_parents_end(loop, stop):
    """The other end of standard input closes when the parent ends, however it ends."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    parent_is_gone.set()
    loop.call_soon_threadsafe(stop.set)
    threading.Timer(SECONDS_TO_SHUT_DOWN, os._exit, args=(1,)).start()


def publish_port(folder, port):
    unfinished = folder / "port.unfinished"
    unfinished.write_text(str(port))
    unfinished.rename(folder / "port")


if __name__ == "__main__":
    main()
