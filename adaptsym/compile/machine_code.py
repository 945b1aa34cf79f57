"""Kernels as machine code: compiled by Numba once, and kept for the next process.

What is kept is the object code of one kernel with a digest of it, under a name that is a digest of everything
it was made from: the text, the types, the versions of Numba, LLVM and this package, the processor. Files are
written beside their place and moved there, so that a reader sees a whole file or none; what is not whole, or
was changed, is compiled again. A second process needs no Numba, only LLVM's loader.

The folder is ``adaptsym`` in the user's cache folder, or ``ADAPTSYM_CACHE``; one that others may write to is
not used, since what lies there is run.
"""

from __future__ import annotations

import ctypes
import os
import stat
import sys
import tempfile
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm

from adaptsym.errors import InputError

MAGIC = b"adaptsym kernel 1\n"
FORMAT = 1  # of the kernel's arguments and of the file


def kernel(text: str, real: str) -> Any:
    """The function of a kernel's text (`kernel_text`) for arrays of ``float32`` or ``float64``.

    A call lets go of the interpreter's lock.
    """
    key = _key(text, real)
    code = load(key)
    if code is None:
        from adaptsym.compile.numba_compile import object_code

        code = b"\n".join(object_code(text, real))
        save(key, code)
    name, _, machine = code.partition(b"\n")
    return _callable(name.decode(), machine)


SIGNATURE = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 5, ctypes.c_int64, ctypes.c_int64)


@cache
def _machine() -> Any:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple()


def _callable(name: str, code: bytes) -> Any:
    target = _machine().create_target_machine()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    function = SIGNATURE(engine.get_function_address(name))
    function.engine = engine  # type: ignore[attr-defined]  # the code lives as long as its engine
    return function


# ---------------------------------------------------------------- keeping


@cache
def _platform() -> str:
    parts = [FORMAT, version("numba"), version("llvmlite"), llvm.get_process_triple(), llvm.get_host_cpu_name()]
    return "\n".join(map(str, [*parts, llvm.get_host_cpu_features().flatten(), sys.byteorder]))


def _key(text: str, real: str) -> str:
    return sha256("\n".join((_platform(), real, text)).encode()).hexdigest()


def folder() -> Path | None:
    """Where kernels are kept; None where nothing can be kept safely."""
    named = os.environ.get("ADAPTSYM_CACHE")
    if named:
        place = Path(named)
    elif sys.platform == "win32":
        place = Path(os.environ.get("LOCALAPPDATA", tempfile.gettempdir())) / "adaptsym"
    else:
        place = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "adaptsym"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = place.stat()
    except (OSError, RuntimeError):
        if named:
            raise InputError(f"ADAPTSYM_CACHE = {named} is not a folder that can be used") from None
        return None
    if hasattr(os, "getuid") and (about.st_uid != os.getuid() or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
        return None
    return place


def load(key: str) -> bytes | None:
    """The machine code of that key, if it is there and whole."""
    place = folder()
    if place is None:
        return None
    try:
        data = (place / f"{key}.kernel").read_bytes()
    except OSError:
        return None
    return unpacked(data, key)


def packed(code: bytes, key: str) -> bytes:
    """A file of machine code: what it is, a digest over key and code, the code."""
    return MAGIC + sha256(key.encode() + code).digest() + code


def unpacked(data: bytes, key: str) -> bytes | None:
    """The machine code of a file, or None if it is truncated, changed, or another's."""
    head, code = data[: len(MAGIC) + 32], data[len(MAGIC) + 32 :]
    return code if head == MAGIC + sha256(key.encode() + code).digest() and code else None


def save(key: str, code: bytes) -> None:
    """Keep machine code; where that is not possible, nothing happens."""
    place = folder()
    if place is None:
        return
    try:
        handle, name = tempfile.mkstemp(dir=place, prefix=f"{key}.", suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(packed(code, key))
        os.replace(name, place / f"{key}.kernel")
    except OSError:
        Path(name).unlink(missing_ok=True)
