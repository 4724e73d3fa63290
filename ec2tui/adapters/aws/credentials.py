"""A session of aiobotocore with resolved credentials: AWS's own chain, run where it may block.

Nothing here writes or logs a credential.
"""

import asyncio
import concurrent.futures
import logging
import os
import subprocess
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from aiobotocore.session import AioSession
from botocore import exceptions as boto

from ec2tui.adapters.aws.errors import AWS_ERRORS, Place, classify
from ec2tui.adapters.aws.profiles import chosen_profile, profile_names
from ec2tui.adapters.aws.worker import on_own_loop
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import AskSecret

OPERATION = "sts:credentials"
IMDS = {"metadata_service_timeout": 1, "metadata_service_num_attempts": 1}
"""Seconds and tries for the metadata service, unless the user's configuration says otherwise."""

QUIET = ("botocore", "aiobotocore", "aiohttp", "urllib3")
"""Loggers whose DEBUG level prints requests, and with them session tokens."""


class MfaDeclinedError(Exception):
    """The user gave no MFA code."""


class Login:
    """A session with its credentials; `expires_at` in epoch seconds, None when they do not say."""

    def __init__(
        self, session: Any, credentials: Any, profile: str, access_key_id: str, region: str | None
    ) -> None:
        self.session = session
        self.profile = profile
        self.access_key_id = access_key_id
        self.region = region
        self.method: str = credentials.method or ""
        self._credentials = credentials

    @property
    def expires_at(self) -> float | None:
        """When the credentials end; follows botocore's own refreshes."""
        moment = getattr(self._credentials, "_expiry_time", None)
        return moment.timestamp() if isinstance(moment, datetime) else None


def silence() -> None:
    """Switches the libraries' DEBUG off in this process, and keeps their warnings off the screen."""
    for name in QUIET:
        logger = logging.getLogger(name)
        if logger.getEffectiveLevel() < logging.INFO:
            logger.setLevel(logging.INFO)
        elif logger.level == logging.NOTSET:
            logger.setLevel(max(logging.INFO, logger.getEffectiveLevel()))
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


async def log_in(profile: str | None, ask: AskSecret, region: str | None) -> Login | Problem:
    """Resolves the credentials of a profile on a thread of its own; `ask` runs on the caller's loop."""
    silence()
    name = chosen_profile(profile)
    if profile == "default" and "default" not in profile_names():
        profile = None
    asked: list[concurrent.futures.Future[str | None]] = []
    prompt = _prompter(ask, asyncio.get_running_loop(), asked)
    place = Place(name)
    try:
        return await on_own_loop(lambda: _resolve(profile, name, prompt, region))
    except MfaDeclinedError:
        message = "no MFA code was given"
        return Problem(Outcome.NO_CREDENTIALS, OPERATION, message, hint="connect again and enter the code")
    except AWS_ERRORS as error:
        return classify(error, OPERATION, place)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        return _broken_source(error, name)
    finally:
        for question in asked:
            question.cancel()


def _broken_source(error: Exception, name: str) -> Problem:
    """A credential source that broke in its own way: a missing program, an unreadable file, odd output."""
    message = f"{type(error).__name__}: {error}"
    hint = f"run the credential source of profile {name} by hand, and mend it"
    return Problem(Outcome.NO_CREDENTIALS, OPERATION, " ".join(message.split()), hint=hint)


def _prompter(
    ask: AskSecret, loop: asyncio.AbstractEventLoop, asked: list[concurrent.futures.Future[str | None]]
) -> Callable[[str], str]:
    """botocore's synchronous prompter, which waits for an answer from the caller's loop."""

    async def question(text: str) -> str | None:
        return await ask(text)

    def prompt(text: str) -> str:
        future = asyncio.run_coroutine_threadsafe(question(text), loop)
        asked.append(future)
        try:
            answer = future.result()
        except concurrent.futures.CancelledError:
            answer = None
        if not answer:
            raise MfaDeclinedError
        return answer.strip()

    return prompt


async def _resolve(profile: str | None, name: str, prompt: Callable[[str], str], region: str | None) -> Login:
    session = AioSession(profile=profile)
    for variable, value in IMDS.items():
        if session.get_config_variable(variable) is None:
            session.set_config_variable(variable, value)
    chain = session.get_component("credential_provider")
    chain.get_provider("assume-role")._prompter = prompt
    popen = partial(asyncio.create_subprocess_exec, stdin=subprocess.DEVNULL)
    chain.get_provider("custom-process")._popen = popen
    credentials = await session.get_credentials()
    if credentials is None:
        raise boto.NoCredentialsError
    frozen = await credentials.get_frozen_credentials()
    home = region or os.environ.get("AWS_REGION") or session.get_config_variable("region")
    session.get_component("data_loader").load_service_model("ec2", "service-2")
    return Login(session, credentials, name, frozen.access_key, home)
