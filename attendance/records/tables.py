"""What came in, what is being said, what goes out, what was kept and who did what."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from attendance.records.base import Base, Id


class Inbound(Base):
    """One event of a platform, or a deadline that passed, stored before it is confirmed.

    `external_id` names the message itself, not its delivery: a number of the platform's deliveries may start anew.
    `raw` is sealed, and emptied seven days after the row is done.
    """

    __tablename__ = "inbound"
    __table_args__ = (
        UniqueConstraint("channel", "our_account", "external_id"),
        Index(
            "ix_inbound_undone",
            "id",
            sqlite_where=text("status = 'queued'"),
            postgresql_where=text("status = 'queued'"),
        ),
        Index("ix_inbound_sender", "channel", "our_account", "sender"),
        Index(
            "ix_inbound_remembered",
            "done_at",
            sqlite_where=text("raw IS NOT NULL"),
            postgresql_where=text("raw IS NOT NULL"),
        ),
    )
    id: Mapped[Id]
    channel: Mapped[str]
    our_account: Mapped[str]
    external_id: Mapped[str]
    sender: Mapped[str | None]  # the platform's id of the person; of a deadline our account row's id
    sent_at: Mapped[datetime | None]  # by the platform
    part: Mapped[bool] = mapped_column(default=False)  # a photo or a position: what a check-in is made of
    received_at: Mapped[datetime]
    raw: Mapped[bytes | None]
    status: Mapped[str]  # records.inbound.InboundStatus
    failures: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    progress_at: Mapped[datetime | None]


class Draft(Base):
    """Where the conversation with one account stands; `state` is validated by the dialogue's own model."""

    __tablename__ = "draft"
    account_id: Mapped[int] = mapped_column(ForeignKey("chat_account.id"), primary_key=True)
    state: Mapped[dict[str, Any]]
    version: Mapped[int]
    updated_at: Mapped[datetime]


class Outbox(Base):
    """What is to be said: key and arguments, never rendered text, which is made when it is sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("employee_id", "kind", "period"),
        Index(
            "ix_outbox_unsent",
            "priority",
            "id",
            sqlite_where=text("status = 'queued'"),
            postgresql_where=text("status = 'queued'"),
        ),
    )
    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("chat_account.id"), index=True)
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    inbound_id: Mapped[int | None] = mapped_column(ForeignKey("inbound.id"))
    nonce_id: Mapped[int | None] = mapped_column(ForeignKey("nonce.id"))  # its delivery starts this nonce
    kind: Mapped[str]  # records.say.SayKind
    priority: Mapped[int]
    key: Mapped[str]
    args: Mapped[dict[str, Any]]
    form: Mapped[dict[str, Any]]  # keyboard and buttons, see records.say
    period: Mapped[str | None]
    status: Mapped[str]  # records.outbox.OutboxStatus
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    platform_message_id: Mapped[str | None]


class Media(Base):
    """A picture or video kept as a sealed file under PRESENSI_MEDIA, written and synced before this row.

    `frame`: 0 for what was sent; pictures taken from a video count from 1 and have the video's inbound row.
    `sha256` and `size` are those of what was sent, also once only a small face of it is kept (`shrunk_at`).
    """

    __tablename__ = "media"
    __table_args__ = (
        UniqueConstraint("inbound_id", "frame"),
        Index(
            "ix_media_large",
            "id",
            sqlite_where=text("shrunk_at IS NULL AND deleted_at IS NULL"),
            postgresql_where=text("shrunk_at IS NULL AND deleted_at IS NULL"),
        ),
        Index(
            "ix_media_small",
            "id",
            sqlite_where=text("shrunk_at IS NOT NULL AND deleted_at IS NULL"),
            postgresql_where=text("shrunk_at IS NOT NULL AND deleted_at IS NULL"),
        ),
    )
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)  # whose account sent it
    shows_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)  # whose face, when another's
    inbound_id: Mapped[int] = mapped_column(ForeignKey("inbound.id"))
    frame: Mapped[int] = mapped_column(default=0)
    file: Mapped[str] = mapped_column(unique=True)  # name inside the media folder
    platform_unique_id: Mapped[str | None] = mapped_column(index=True)
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    created_at: Mapped[datetime]
    shrunk_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class PicturePrint(Base):
    """recognition.fingerprint of a picture, by which a copy of it is known again.

    Rows of their own, so that they are numbered in the order in which they are made and read without the rest. They go
    with an erasure, and when RetentionRule.fingerprint_days are over.
    """

    __tablename__ = "picture_print"
    id: Mapped[Id]
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"), unique=True)
    bits: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(index=True)


class Deadline(Base):
    """Something that happens when nothing happens: the tick turns a due row into an Elapsed event, once."""

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("what", "subject_id", "due_at"),
        Index(
            "ix_deadline_due",
            "due_at",
            sqlite_where=text("fired_at IS NULL"),
            postgresql_where=text("fired_at IS NULL"),
        ),
    )
    id: Mapped[Id]
    what: Mapped[str]
    subject_id: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("chat_account.id"))
    due_at: Mapped[datetime]
    fired_at: Mapped[datetime | None]


class Audit(Base):
    """Who did what to which row: ids and digests, no names, faces or coordinates. Append-only."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_action_at", "action", "at"),)
    id: Mapped[Id]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int | None]
    digest: Mapped[str | None]


class VaultProbe(Base):
    """A known text sealed under each key, so that `presensi check` can tell a wrong key from a right one."""

    __tablename__ = "vault_probe"
    key_id: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
