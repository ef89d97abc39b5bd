"""What systems, servers and their libraries say when a file can't be written or read, in our words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from narrate.errors import NarrateError, OutputError

FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
GONE = {getattr(errno, name, errno.ENXIO) for name in ("ENXIO", "ENODEV", "ESTALE", "ENOTCONN", "EHOSTDOWN")}
LASTING = FULL | {errno.EINVAL, errno.ENAMETOOLONG, errno.EROFS, errno.EPERM, errno.EACCES, errno.ENOENT, errno.ENOTDIR}
NO_RIGHTS = ("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError", "PermissionDenied")
UNSETTLED = ("ParamValidationError", "ProfileNotFound", "ConfigParseError", "NotImplementedError")
"""Names of exceptions of libraries that are not imported here; trying again does not help with any of these."""
OTHER_HOST = ("HostKeyNotVerifiable", "BadHostKeyException", "SSLCertVerificationError")


class Unreachable(OutputError):
    """The place did not answer, or stopped answering: trying again may help."""


@contextmanager
def told(place: str, *, remote: bool = False) -> Iterator[None]:
    """Turn what goes wrong into an `OutputError`, or an `Unreachable` where another try may help."""
    try:
        yield
    except NarrateError:
        raise
    except OSError as error:
        raise _known(error, place, remote=remote) from error
    except Exception as error:
        if not remote:
            raise
        raise _known(error, place, remote=True) from error  # each library of a protocol has errors of its own


def _known(error: Exception, place: str, *, remote: bool) -> OutputError:
    number = error.errno if isinstance(error, OSError) else None
    names = {kind.__name__ for kind in type(error).__mro__}
    said = (error.strerror if isinstance(error, OSError) else "") or str(error) or type(error).__name__
    if number in FULL:
        return OutputError("the disk is full", place=place, hint="free some space; the same command goes on from here")
    if number == errno.EROFS:
        return OutputError("this can only be read, not written", place=place, hint="choose a place that can be written")
    if names.intersection(OTHER_HOST):
        hint = "connect once with ssh and accept its key, if it is the right one"
        return OutputError(f"the server's key is not known: {said}", place=place, hint=hint)
    if isinstance(error, PermissionError) or names.intersection(NO_RIGHTS):
        hint = "check the keys for it: environment, ~/.aws or ~/.ssh" if remote else "check the folder's rights"
        return OutputError(f"there is no right to do that: {said}", place=place, hint=hint)
    if number in GONE:
        return OutputError(f"the place is gone: {said}", place=place, hint="check that the disk is still mounted")
    if remote and not (number in LASTING or isinstance(error, FileNotFoundError) or names.intersection(UNSETTLED)):
        return Unreachable(f"the place does not answer as it should: {said}", place=place, hint="try again later")
    hint = "check the bucket or folder that the address names" if remote else "check the folder and its disk"
    return OutputError(f"the file can't be written or read: {said}", place=place, hint=hint)
