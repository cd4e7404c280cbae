"""The referee: a child process that receives a call in a line of JSON and answers with its verdict in another."""

import asyncio
import itertools
import json

SECONDS_TO_ANSWER = 60
SECONDS_TO_END = 2
LONGEST_LINE = 2**26


class RefereeFailed(Exception):
    """The referee has ended, or does not answer."""


class Referee:
    def __init__(self, command, log_file):
        self.command = command
        self.log_file = log_file
        self.process = None
        self.reader = None
        self.ids = itertools.count(1)
        self.pending = {}

    async def start(self):
        pipe = asyncio.subprocess.PIPE
        self.process = await asyncio.create_subprocess_exec(*self.command, stdin=pipe, stdout=pipe, limit=LONGEST_LINE)
        self.reader = asyncio.ensure_future(self._read())

    async def stop(self):
        """It ends when its standard input closes."""
        self.process.stdin.close()
        try:
            await asyncio.wait_for(self.process.wait(), SECONDS_TO_END)
        except asyncio.TimeoutError:
            self.process.kill()
            await self.process.wait()

    def send_documents(self, documents):
        self._write({"documents": documents})

    async def judge(self, call):
        if self.reader.done():
            raise self._failure("has ended")
        number = next(self.ids)
        answer = self.pending[number] = asyncio.get_running_loop().create_future()
        self._write({"id": number, "call": call})
        try:
            return await asyncio.wait_for(answer, SECONDS_TO_ANSWER)
        except asyncio.TimeoutError:
            raise self._failure(f"has not answered within {SECONDS_TO_ANSWER} s") from None
        finally:
            self.pending.pop(number, None)

    def _write(self, line):
        self.process.stdin.write(json.dumps(line).encode() + b"\n")

    async def _read(self):
        try:
            while line := await self.process.stdout.readline():
                answer = json.loads(line)
                if waiting := self.pending.get(answer["id"]):
                    waiting.set_result(answer["verdict"])
        finally:
            for waiting in self.pending.values():
                waiting.set_exception(self._failure("has ended"))

    def _failure(self, what):
        return RefereeFailed(f"the referee of the emulator {what}, so that no call can be judged: see {self.log_file}")
