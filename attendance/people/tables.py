"""Agencies, employees, their accounts, roles and enrolled faces."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from attendance.people.roster.editions import Added, Replaceable
from attendance.records.base import Base, Id


class Agency(Added, Base):
    """An OPD. `timezone` is the zone of the place of duty, an IANA name."""

    __tablename__ = "agency"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    timezone: Mapped[str]


class Unit(Added, Base):
    """A sub-unit of an agency."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)
    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str]


class Employee(Added, Base):
    """A person known to the service. Without an employment (an operator from outside) nobody counts in a headcount."""

    __tablename__ = "employee"
    id: Mapped[Id]
    name: Mapped[str]
    created_at: Mapped[datetime]


class Nip(Replaceable, Base):
    """One number a person had: the NI of a PPPK changes with a contract at another instance."""

    __tablename__ = "nip"
    __table_args__ = (
        Index(
            "uq_nip_nip",
            "nip",
            unique=True,
            sqlite_where=text("edition_until IS NULL"),
            postgresql_where=text("edition_until IS NULL"),
        ),
    )
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    nip: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Employment(Replaceable, Base):
    """Who worked where from when until when (both days included): a past day's headcount never changes.

    Somebody attached to another agency counts where they serve, which is `agency_id`; `home_agency_id` is where they
    come from.
    """

    __tablename__ = "employment"
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str]  # people.employment.EmployeeKind
    position: Mapped[str]
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)
    home_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    schedule: Mapped[str | None]  # the name of a work schedule; None: the ordinary hours
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    ending: Mapped[str | None]  # people.employment.Ending: why it ended, unless another followed


class ActingAppointment(Replaceable, Base):
    """Plt or Plh: who stands in for somebody as the supervisor of their people, from when until when."""

    __tablename__ = "acting_appointment"
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    for_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date]


class PhoneNumber(Replaceable, Base):
    """A number of somebody after the roster (both days included). `digest` finds it without opening the seals."""

    __tablename__ = "phone_number"
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    sealed: Mapped[bytes]
    digest: Mapped[str] = mapped_column(index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class QuarantinedRow(Replaceable, Base):
    """A damaged row of a roster as it stood there, until it comes in right."""

    __tablename__ = "quarantined_row"
    id: Mapped[Id]
    file_sha256: Mapped[str]
    line: Mapped[int]
    reason: Mapped[str]  # without personal data
    sealed: Mapped[bytes | None]  # people.roster.quarantine.Cells as JSON; emptied once the row is settled
    found_at: Mapped[datetime]


class StagedName(Base):
    """Another name of somebody, taken over in the moment its edition is applied."""

    __tablename__ = "staged_name"
    edition_id: Mapped[int] = mapped_column(ForeignKey("roster_edition.id"), primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    name: Mapped[str]


class ChatAccount(Base):
    """An account on a platform that has written to one of ours; bound by its numeric id, never by a username.

    `menu`: the commands that the app lists there, as bot.menus marks them; NULL when they are to be looked at.
    """

    __tablename__ = "chat_account"
    __table_args__ = (
        UniqueConstraint("channel", "our_account", "external_id"),
        # One employee, one account per channel, whichever of our bots: the database says so, not the code.
        Index("uq_chat_account_channel_employee_id", "channel", "employee_id", unique=True),
        Index(
            "ix_chat_account_menu_due",
            "id",
            sqlite_where=text("menu IS NULL"),
            postgresql_where=text("menu IS NULL"),
        ),
    )
    id: Mapped[Id]
    channel: Mapped[str]
    our_account: Mapped[str]
    external_id: Mapped[str]
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)
    language: Mapped[str]
    created_at: Mapped[datetime]
    bound_at: Mapped[datetime | None]
    bound_by: Mapped[str | None]  # people.access.binding.BoundBy
    verified_at: Mapped[datetime | None]  # first face match; until then the binding is only somebody's word
    blocked_at: Mapped[datetime | None]  # the person blocked our account
    suspended_at: Mapped[datetime | None]  # by an operator: the phone is lost
    failed_codes: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    menu: Mapped[str | None] = mapped_column(default="")


class Rebinding(Base):
    """Another account brought the code of somebody who has one: it is bound when the old one shows the living face.

    Ended by that, by a refusal or the failures of the old account, by an operator, or by its time.
    """

    __tablename__ = "rebinding"
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    old_account_id: Mapped[int] = mapped_column(ForeignKey("chat_account.id"))
    new_account_id: Mapped[int] = mapped_column(ForeignKey("chat_account.id"))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id"))  # the newest one drawn for it
    failures: Mapped[int] = mapped_column(default=0)  # challenges that were not passed
    ended_at: Mapped[datetime | None]


class Invitation(Base):
    """A one-time code, kept as its SHA-256 only, that binds an account to an employee and may grant a role."""

    __tablename__ = "invitation"
    id: Mapped[Id]
    code_sha256: Mapped[str] = mapped_column(unique=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by_account_id: Mapped[int | None] = mapped_column(ForeignKey("chat_account.id"))


class RoleGrant(Base):
    """A role within a scope (an agency, a unit, or with neither the regency) and time."""

    __tablename__ = "role_grant"
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    role: Mapped[str]  # people.access.roles.Role
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    acting: Mapped[bool] = mapped_column(default=False)  # Plt or Plh: in the place of somebody else
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Enrolment(Base):
    """One face enrolment; undoing it keeps the row and ends its templates. `version` guards stale buttons.

    `held`: stopped by the search for duplicates, or until a second person has confirmed it. It does not count before
    that, and never once refused. Somebody who is `enrolled_by` himself sent the pictures from his own account.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        Index("ix_enrolment_operator", "enrolled_by", "enrolled_at"),
        Index(
            "ix_enrolment_unconfirmed",
            "id",
            sqlite_where=text("confirmation IN ('wanted', 'due')"),
            postgresql_where=text("confirmation IN ('wanted', 'due')"),
        ),
    )
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    enrolled_by: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    enrolled_at: Mapped[datetime]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    undone_at: Mapped[datetime | None]
    undone_reason: Mapped[str | None]  # people.faces.enrolment_rows.EndReason
    held: Mapped[bool] = mapped_column(default=False)
    suspect: Mapped[bool] = mapped_column(
        default=False
    )  # held by a face that is known elsewhere, until that is decided
    confirmation: Mapped[str] = mapped_column(default="none")  # people.faces.enrolment_rows.Confirmation
    version: Mapped[int] = mapped_column(default=1)


class EnrolmentDecision(Base):
    """Append-only: what a second person made of an enrolment, and why. One enrolment is decided once."""

    __tablename__ = "enrolment_decision"
    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    verdict: Mapped[str]  # people.faces.confirmation.Verdict
    decided_by: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    decided_at: Mapped[datetime]


class OpenSet(Base):
    """The good pictures of an enrolment that is not finished, so that it can be taken up again after an interruption.

    `operator_id`: from whose account they came; of a self-enrolment the employee's own.
    """

    __tablename__ = "open_set"
    __table_args__ = (UniqueConstraint("operator_id", "employee_id"),)
    id: Mapped[Id]
    operator_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    media_ids: Mapped[list[Any]]
    touched_at: Mapped[datetime]


class RenewalRequest(Base):
    """Append-only: somebody was asked to enrol again, as check-ins kept barely matching that enrolment."""

    __tablename__ = "renewal_request"
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    asked_at: Mapped[datetime]


class TemplateRefresh(Base):
    """Append-only: an accepted selfie that was looked at to refresh an ageing enrolment; `outcome` says if it did."""

    __tablename__ = "template_refresh"
    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), unique=True)
    outcome: Mapped[str]  # checkin.template_refresh.RefreshOutcome
    at: Mapped[datetime]


class FaceTemplate(Base):
    """One sealed embedding; embeddings of different engines or versions are never compared."""

    __tablename__ = "face_template"
    __table_args__ = (
        Index("ix_face_template_employee", "employee_id", "engine"),
        Index("ix_face_template_enrolment", "enrolment_id", "engine"),
        Index("ix_face_template_media", "media_id"),
    )
    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"))
    engine: Mapped[str]
    engine_version: Mapped[str]
    sealed: Mapped[bytes]


class Pin(Base):
    """What somebody without a face record knows, as a slow salted digest (scrypt); see people.pin for how slow."""

    __tablename__ = "pin"
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    salt: Mapped[bytes]
    digest: Mapped[bytes]
    set_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)  # wrong ones in a row
    locked_until: Mapped[datetime | None]


class DuplicateFinding(Base):
    """Append-only: the face of an enrolment was found under the name of somebody else, by that likeness."""

    __tablename__ = "duplicate_finding"
    __table_args__ = (UniqueConstraint("enrolment_id", "other_enrolment_id"),)
    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    other_enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    engine: Mapped[str]
    engine_version: Mapped[str]
    likeness: Mapped[float | None]  # forgotten once one of the two is erased
    suspect_at: Mapped[float]  # the rule's threshold at that time
    found_at: Mapped[datetime]


class DuplicateDecision(Base):
    """Append-only: what a second person made of a finding, and why. One finding is decided once."""

    __tablename__ = "duplicate_decision"
    id: Mapped[Id]
    finding_id: Mapped[int] = mapped_column(ForeignKey("duplicate_finding.id"), unique=True)
    reason: Mapped[str]  # people.faces.duplicates.DuplicateReason, which says the verdict too
    decided_by: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    decided_at: Mapped[datetime]


class LookAlike(Base):
    """Append-only: two people who look alike, such as twins, both verified strictly; `first_id` is the smaller id."""

    __tablename__ = "look_alike"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)
    id: Mapped[Id]
    first_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("duplicate_decision.id"))
    registered_at: Mapped[datetime]


class ConsoleLink(Base):
    """A single-use way into the web console, kept as the SHA-256 of its token."""

    __tablename__ = "console_link"
    id: Mapped[Id]
    token_sha256: Mapped[str] = mapped_column(unique=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ConsoleSession(Base):
    """A session of the web console, kept as the SHA-256 of its cookie."""

    __tablename__ = "console_session"
    id: Mapped[Id]
    token_sha256: Mapped[str] = mapped_column(unique=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    expires_at: Mapped[datetime]
