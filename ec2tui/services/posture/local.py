"""What this machine adds to what AWS tells: who is asking, and the private keys that lie here."""

from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.local_facts import LocalKey, Principal
from ec2tui.services.ports_keys import KeyFile, PrivateKeys
from ec2tui.services.session import Session

GLOBAL, LOCAL = "global", "local"
"""What stands for the region of who is asking, and of what lies on this machine."""

LOCAL_KINDS = frozenset({Kind.PRINCIPALS, Kind.LOCAL_KEYS})
"""The kinds that no AWS read brings."""


async def note_local(session: Session, keys: PrivateKeys | None) -> None:
    """Puts both into the store; without an account nothing is known yet, and why is noted."""
    identity = session.identity
    if identity is None:
        if session.problem is not None and session.regions:
            session.store.fail(session.sources()[0], Kind.PRINCIPALS, session.problem)
        return
    name = identity.principal or identity.arn
    principal = Principal(
        Key(identity.account, GLOBAL, name), identity.arn, identity.access_key_id, identity.method
    )
    session.store.update(session.source(GLOBAL), Kind.PRINCIPALS, (), (principal,))
    if keys is None:
        return
    files = await keys.candidates()
    before = session.store.inventory.table(Kind.LOCAL_KEYS)
    found = [_key(file, identity.account) for file in files]
    session.store.update(session.source(LOCAL), Kind.LOCAL_KEYS, tuple(before), found)


def _key(file: KeyFile, account: str) -> LocalKey:
    forms = file.forms
    return LocalKey(
        Key(account, LOCAL, file.path),
        () if forms is None else forms.fingerprints,
        bool(file.warning),
        file.locked,
        file.problem,
    )
