"""Records and judges the calls of real principals, before MiniStack executes them.

A call is parsed by the service's API model, checked against that model, and sent with the deployed facts that may decide to
the referee, which answers as IAM would. A refused call is answered as AWS does, and every call is written to the record.

Callers with the emulator's built-in credentials, an access key ID of 12 digits, are neither recorded nor refused.
"""

import functools

from ministack import app

from .judge import Judge
from .record import Record
from .referee import Referee
from .request import Request, raw_path

S3_CONTROL = "/v20180820/"


def install(folder, command, log_file):
    """Judges all calls that reach MiniStack from now on. The caller starts and stops the referee that this returns."""
    referee = Referee(command, log_file)
    judge = Judge(referee, Record(folder / "calls.jsonl"))

    async def dispatch(original, method, path, headers, body, query, request_id):
        call = functools.partial(original, method, path, headers, body, query, request_id)
        return await judge.decide(Request(method, path, headers, body, query, request_id), call)

    async def special(original, method, path, headers, body, query, request_id, **rest):
        raw_path.set(rest.get("raw_path") or path)
        call = functools.partial(original, method, path, headers, body, query, request_id, **rest)
        if not path.startswith(S3_CONTROL):
            return await call()
        return await judge.decide(Request(method, path, headers, body, query, request_id), call)

    app._dispatch_service_request = functools.partial(dispatch, app._dispatch_service_request)
    app._handle_special_data_plane_request = functools.partial(special, app._handle_special_data_plane_request)
    return referee
