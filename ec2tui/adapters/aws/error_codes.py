"""AWS's error codes by outcome: the EC2 API's list and the common errors of the other services."""

import re

from ec2tui.core.model.problem import Outcome

CODES: dict[Outcome, frozenset[str]] = {
    Outcome.DENIED: frozenset(
        [
            "UnauthorizedOperation",
            "AccessDenied",
            "AccessDeniedException",
            "OptInRequired",
            "PendingVerification",
            "Blocked",
            "UnauthorizedAccess",
            "NotAuthorized",
            "NotAuthorizedException",
            "AuthorizationError",
            "SubscriptionRequired",
            "SubscriptionRequiredException",
            "RegionDisabledException",
        ]
    ),
    Outcome.THROTTLED: frozenset(
        [
            "RequestLimitExceeded",
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "TooManyRequestsException",
            "EC2ThrottledException",
            "SlowDown",
            "BandwidthLimitExceeded",
            "PriorRequestNotComplete",
            "ProvisionedThroughputExceededException",
        ]
    ),
    Outcome.EXPIRED: frozenset(
        [
            "ExpiredToken",
            "ExpiredTokenException",
            "RequestExpired",
            "TokenRefreshRequired",
            "RequestTimeTooSkewed",
            "RequestInTheFuture",
            "UnauthorizedException",
        ]
    ),
    Outcome.WRONG_KEYS: frozenset(
        [
            "AuthFailure",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "UnrecognizedClientException",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "InvalidToken",
        ]
    ),
    Outcome.NOT_FOUND: frozenset(
        [
            "NoSuchEntity",
            "NoSuchEntityException",
            "NoSuchResourceException",
            "ResourceNotFoundException",
            "ResourceNotFound",
            "ParameterNotFound",
            "ParameterNotFoundException",
            "NotFoundException",
            "InvalidAMIID.Unavailable",
            "InvalidKeyPair.NotFound",
        ]
    ),
    Outcome.IN_USE: frozenset(
        [
            "DependencyViolation",
            "VolumeInUse",
            "IncorrectInstanceState",
            "IncorrectState",
            "InvalidState",
            "IncorrectSpotRequestState",
            "IncorrectModificationState",
            "OperationNotPermitted",
            "ResourceInUseException",
            "ResourceInUse",
            "ConflictException",
            "DeleteConflict",
            "DeleteConflictException",
            "ConcurrentModification",
            "ConcurrentModificationException",
            "ConcurrentTagAccess",
            "Resource.AlreadyAssociated",
            "VolumeModificationRateExceeded",
            "InvalidInstanceState",
        ]
    ),
    Outcome.INVALID: frozenset(
        [
            "ValidationError",
            "ValidationException",
            "ValidationErrorException",
            "UnsupportedOperation",
            "Unsupported",
            "UnknownParameter",
            "UnknownOperationException",
            "MissingParameter",
            "MissingAction",
            "MalformedPolicyDocument",
            "MalformedQueryString",
            "IdempotentParameterMismatch",
            "NotImplemented",
            "FilterLimitExceeded",
            "RulesPerSecurityGroupLimitExceeded",
            "InsufficientInstanceCapacity",
            "InsufficientHostCapacity",
            "InsufficientCapacity",
            "InsufficientVolumeCapacity",
            "OperationNotFound",
        ]
    ),
    Outcome.UNREACHABLE: frozenset(
        [
            "InternalError",
            "InternalFailure",
            "InternalServerError",
            "InternalServiceError",
            "ServiceUnavailable",
            "ServiceUnavailableException",
            "Unavailable",
            "RequestTimeout",
            "RequestTimeoutException",
            "ServerInternal",
            "ServiceFailure",
        ]
    ),
}
"""The codes that AWS lists, each under one outcome."""

BY_CODE = {code: outcome for outcome, codes in CODES.items() for code in codes}

PATTERNS = (
    (re.compile(r"\.NotFound$|NotFound(Exception)?$"), Outcome.NOT_FOUND),
    (re.compile(r"\.InUse$|InUse(Exception)?$"), Outcome.IN_USE),
    (re.compile(r"Throttl"), Outcome.THROTTLED),
    (
        re.compile(r"^(Invalid|Malformed|Missing|Unsupported|Unknown|Validation|Insufficient)"),
        Outcome.INVALID,
    ),
    (re.compile(r"\.(Duplicate|Malformed|DuplicateTagKey)$|LimitExceeded(Exception)?$"), Outcome.INVALID),
)
"""For the codes that AWS makes by rule; the first that matches counts."""

BY_STATUS = {
    401: Outcome.WRONG_KEYS,
    403: Outcome.DENIED,
    404: Outcome.NOT_FOUND,
    408: Outcome.UNREACHABLE,
    413: Outcome.INVALID,
    429: Outcome.THROTTLED,
}
