"""From a request to its answer: parse, check against the API model, collect facts, ask the referee, execute, record."""

import logging

from ministack.core.router import extract_region

from .caller import InvalidCredentials, caller_of, is_built_in
from .facts import facts_of
from .model_check import violation, violations
from .parser import Unparsable, parse
from .redaction import recordable
from .referee import RefereeFailed
from .refusal import deny, error_code_of, invalid, refuse
from .services import UnknownCall, route

log = logging.getLogger("recorder")


class Judge:
    def __init__(self, referee, record):
        self.referee = referee
        self.record = record

    async def decide(self, request, execute):
        if is_built_in(request) or request.path.startswith("/_"):
            return await execute()
        try:
            return await self._judged(request, execute)
        except InvalidCredentials as error:
            return refuse(request, error.code, str(error), 403)
        except UnknownCall as error:
            log.error("%s", error)
            return refuse(request, "UnknownOperationException", f"the emulator cannot judge this call: {error}")
        except RefereeFailed as error:
            log.error("%s", error)
            return refuse(request, "InternalFailure", str(error), 500)

    async def _judged(self, request, execute):
        operation, protocol, uri_parameters = route(request)
        caller = caller_of(request)
        call = {
            "service": operation.service_model.service_name,
            "operation": operation.name,
            "parameters": {},
            "headers": request.policy_headers(),
            "caller": caller,
            "account": caller["account"],
            "region": extract_region(request.plain_headers, request.query),
        }
        try:
            parameters, unknown = parse(request, operation, protocol, uri_parameters)
        except Unparsable as error:
            return self._invalid(request, call, [violation(operation, "", None, f"a request that can be parsed: {error}")])
        call["parameters"] = recordable(operation.input_shape, parameters) if parameters else {}
        found = [violation(operation, member, None, allowed) for member, allowed in unknown]
        found += violations(operation, parameters)
        if found:
            return self._invalid(request, call, found)
        verdict = await self._verdict(call, parameters)
        response = deny(request, caller, verdict) if verdict["decision"] == "denied" else await execute()
        self._write({"call": call, "verdict": verdict, "violations": []}, response)
        return response

    def _invalid(self, request, call, found):
        response = invalid(request, found)
        self._write({"call": call, "violations": found}, response)
        return response

    async def _verdict(self, call, parameters):
        names = (call["service"], call["operation"], parameters, call["caller"], call["account"], call["region"])
        call["facts"], documents = self.record.without_documents(facts_of(*names))
        if documents:
            self.referee.send_documents(documents)
        return await self.referee.judge(call)

    def _write(self, line, response):
        code = error_code_of(response)
        self.record.write({**line, "status": response[0], **({"errorCode": code} if code else {})})
