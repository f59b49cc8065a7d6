"""The object store behind the S3 protocol, with object lock where the bucket has it."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any, BinaryIO, cast

import urllib3
from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError
from minio.retention import Retention
from urllib3.exceptions import HTTPError

from core.errors import StorageFailed
from core.storage.protocol import (
    ObjectDamaged,
    ObjectMissing,
    ObjectProtected,
    StoredDifferently,
    StoredObject,
    checked_key,
)

logger = logging.getLogger(__name__)
SECONDS_TO_CONNECT, SECONDS_TO_READ = 5, 60
HASH = "x-amz-meta-sha256"
MISSING = {"NoSuchKey", "NoSuchVersion", "NoSuchBucket", "MethodNotAllowed"}
PROTECTED = {"AccessDenied", "ObjectLocked"}
LOCKLESS = {"ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration"}


class S3Store:
    """Objects in one bucket, which is made with object lock when it is missing."""

    def __init__(
        self,
        *,
        endpoint: str,
        access_key: str,
        secret_key: str,
        bucket: str,
        secure: bool,
        region: str = "us-east-1",
    ) -> None:
        self._bucket = bucket
        self._client = Minio(
            endpoint,
            access_key,
            secret_key,
            secure=secure,
            region=region,
            http_client=urllib3.PoolManager(
                timeout=urllib3.Timeout(connect=SECONDS_TO_CONNECT, read=SECONDS_TO_READ),
                retries=urllib3.Retry(total=2, backoff_factor=0.2, status_forcelist=[502, 503]),
                maxsize=16,
            ),
        )

    def put_once(self, key: str, data: bytes, *, media_type: str) -> StoredObject:
        digest = hashlib.sha256(data).hexdigest()
        if not self.exists(key):
            self._put(key, data, digest, media_type)
        known = self.head(key)
        if known.sha256 != digest:
            raise StoredDifferently(key=key)
        return known

    def get(self, key: str) -> bytes:
        with self._reading(key) as response:
            data = cast("bytes", response.read())
            expected = response.headers.get(HASH)
        if hashlib.sha256(data).hexdigest() != expected:
            raise ObjectDamaged(key=key)
        return data

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        with self._reading(key) as response:
            yield cast("BinaryIO", response)

    def head(self, key: str) -> StoredObject:
        with _store_errors(key):
            stat: Any = self._client.stat_object(self._locking_bucket, checked_key(key))
        headers = stat.metadata
        return StoredObject(
            key=key,
            size=stat.size,
            sha256=headers.get(HASH, ""),
            media_type=stat.content_type,
            stored_at=stat.last_modified,
            retain_until=_moment(headers.get("x-amz-object-lock-retain-until-date")),
            legal_hold=headers.get("x-amz-object-lock-legal-hold") == "ON",
        )

    def exists(self, key: str) -> bool:
        try:
            self.head(key)
        except ObjectMissing:
            return False
        return True

    def list(self, prefix: str = "") -> Iterator[str]:
        with _store_errors(prefix):
            found = self._client.list_objects(self._locking_bucket, prefix, recursive=True)
            yield from (item.object_name for item in found)

    def retain(self, key: str, until: datetime) -> None:
        known = self.head(key)
        if not self._locks:
            logger.warning("bucket %s has no object lock: a term is not enforced", self._bucket)
            return
        # Said by us too, because servers differ in how they refuse a shorter term.
        if known.retain_until is not None and until < known.retain_until:
            raise ObjectProtected(key=key, until=known.retain_until.isoformat())
        with _store_errors(key, protects=True):
            self._client.set_object_retention(self._bucket, key, Retention(COMPLIANCE, until))

    def legal_hold(self, key: str, *, on: bool) -> None:
        self.head(key)
        if not self._locks:
            logger.warning("bucket %s has no object lock: a hold is not enforced", self._bucket)
            return
        with _store_errors(key):
            if on:
                self._client.enable_object_legal_hold(self._bucket, key)
            else:
                self._client.disable_object_legal_hold(self._bucket, key)

    def repair(self, key: str, data: bytes, *, media_type: str) -> None:
        digest = hashlib.sha256(data).hexdigest()
        try:
            known = self.head(key)
            self.get(key)
        except (ObjectMissing, ObjectDamaged):
            known = None
        if known is not None and known.sha256 != digest:
            raise StoredDifferently(key=key)
        if known is None:  # a new version over the damaged one, which a lock keeps for ever
            self._put(key, data, digest, media_type, anew=True)

    def delete(self, key: str) -> None:
        self.head(key)
        with _store_errors(key, protects=True):
            for version in self._versions(key):
                self._client.remove_object(self._bucket, key, version)

    def _put(
        self, key: str, data: bytes, digest: str, media_type: str, *, anew: bool = False
    ) -> None:
        headers: dict[str, str | list[str] | tuple[str]] = {
            "Content-Type": media_type,
            HASH: digest,
            # Of two writers at the same moment the second is refused; not every server heeds this.
            "If-None-Match": "*",
        }
        if anew:
            del headers["If-None-Match"]
        try:
            with _store_errors(key):
                self._client._put_object(self._locking_bucket, key, data, headers)  # noqa: SLF001
        except StoredDifferently:
            logger.info("object %s was written by somebody else meanwhile", key)

    def _versions(self, key: str) -> Sequence[str]:
        """Return the versions of this very key."""
        found = self._client.list_objects(self._bucket, key, recursive=True, include_version=True)
        return [item.version_id for item in found if item.object_name == key and item.version_id]

    @contextmanager
    def _reading(self, key: str) -> Iterator[Any]:
        with _store_errors(key):
            response = self._client.get_object(self._locking_bucket, checked_key(key))
            try:
                yield response
            finally:
                response.close()
                response.release_conn()

    @cached_property
    def _locking_bucket(self) -> str:
        """The bucket's name, once it is certain that the bucket exists."""
        if not self._client.bucket_exists(self._bucket):
            self._client.make_bucket(self._bucket, object_lock=True)
        return self._bucket

    @cached_property
    def _locks(self) -> bool:
        with _store_errors(""):
            try:
                self._client.get_object_lock_config(self._locking_bucket)
            except S3Error as error:
                if error.code in LOCKLESS:
                    return False
                raise
        return True


def _moment(text: str | None) -> datetime | None:
    """Read a time of the protocol; some servers write nine digits of a second, Python reads six."""
    if not text:
        return None
    return datetime.fromisoformat(text.partition(".")[0].removesuffix("Z")).replace(tzinfo=UTC)


@contextmanager
def _store_errors(key: str, *, protects: bool = False) -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        if protects and error.code in PROTECTED:
            raise ObjectProtected(key=key) from error
        raise _translated(key, error) from error
    except (InvalidResponseError, ServerError, MinioException, HTTPError, OSError) as error:
        raise StorageFailed(key=key, reason=type(error).__name__) from error


def _translated(key: str, error: S3Error) -> StorageFailed:
    if error.code in MISSING:
        return ObjectMissing(key=key)
    if error.response is not None and error.response.status == HTTPStatus.PRECONDITION_FAILED:
        return StoredDifferently(key=key)
    return StorageFailed(key=key, reason=error.code)
