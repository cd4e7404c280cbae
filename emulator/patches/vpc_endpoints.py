"""VPC endpoints: security groups, private DNS and policy as sent."""

from ministack.services import ec2

from .wrapping import wraps

FULL_ACCESS = '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}'


@wraps(ec2._ACTION_MAP, "CreateVpcEndpoint")
def create_vpc_endpoint(original, parameters):
    before = set(ec2._vpc_endpoints)
    original(parameters)
    (endpoint_id,) = set(ec2._vpc_endpoints) - before
    endpoint = ec2._vpc_endpoints[endpoint_id]
    endpoint["PolicyDocument"] = ec2._p(parameters, "PolicyDocument") or FULL_ACCESS
    endpoint["PrivateDnsEnabled"] = ec2._p(parameters, "PrivateDnsEnabled") or "false"
    endpoint["SecurityGroupIds"] = ec2._parse_member_list(parameters, "SecurityGroupId")
    fields = ec2._vpce_fields_xml(endpoint, tag="vpcEndpoint")
    return ec2._xml(200, "CreateVpcEndpointResponse", fields)


@wraps(ec2._ACTION_MAP, "ModifyVpcEndpoint")
def modify_vpc_endpoint(original, parameters):
    response = original(parameters)
    endpoint = ec2._vpc_endpoints.get(ec2._p(parameters, "VpcEndpointId"))
    if endpoint is None:
        return response
    removed = ec2._parse_member_list(parameters, "RemoveSecurityGroupId")
    kept = [group for group in endpoint["SecurityGroupIds"] if group not in removed]
    endpoint["SecurityGroupIds"] = kept + ec2._parse_member_list(parameters, "AddSecurityGroupId")
    if ec2._p(parameters, "PrivateDnsEnabled"):
        endpoint["PrivateDnsEnabled"] = ec2._p(parameters, "PrivateDnsEnabled")
    if ec2._p(parameters, "ResetPolicy") == "true":
        endpoint["PolicyDocument"] = FULL_ACCESS
    return response


@wraps(ec2, "_vpce_fields_xml")
def fields_xml(original, endpoint, tag="item"):
    groups = "".join(
        f"<item><groupId>{group}</groupId><groupName>{ec2._security_groups.get(group, {}).get('GroupName', '')}</groupName></item>"
        for group in endpoint.get("SecurityGroupIds", [])
    )
    added = (
        f"<groupSet>{groups}</groupSet>"
        f"<privateDnsEnabled>{endpoint.get('PrivateDnsEnabled', 'false')}</privateDnsEnabled>"
        f"<policyDocument>{ec2._esc(endpoint.get('PolicyDocument', FULL_ACCESS))}</policyDocument>"
    )
    return original(endpoint, tag).replace("<vpcEndpointType>", f"{added}<vpcEndpointType>", 1)
