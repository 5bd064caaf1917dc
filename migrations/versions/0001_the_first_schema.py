# ruff: noqa: PLR0915 - one statement per table and index
"""the first schema"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


TABLES = (
    "staged_name",
    "quarantined_row",
    "phone_number",
    "acting_appointment",
    "rebinding",
    "template_refresh",
    "renewal_request",
    "open_set",
    "enrolment_decision",
    "look_alike",
    "duplicate_decision",
    "duplicate_finding",
    "punch",
    "decision",
    "evidence",
    "outbox",
    "testimony",
    "odd_part",
    "picture_print",
    "pin",
    "attempt",
    "role_grant",
    "notice_acknowledgement",
    "breach",
    "erasure",
    "face_choice",
    "challenge_report",
    "challenge",
    "nonce",
    "invitation",
    "face_template",
    "employment",
    "draft",
    "deadline",
    "unit",
    "site",
    "rule",
    "nip",
    "media",
    "enrolment",
    "console_session",
    "console_link",
    "chat_account",
    "audit",
    "vault_probe",
    "inbound",
    "employee",
    "agency",
    "roster_edition",
)


def upgrade() -> None:
    op.create_table(
        "roster_edition",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("applied_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_edition")),
    )
    op.create_index(
        "uq_roster_edition_open",
        "roster_edition",
        ["status"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "agency",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("edition_from", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("code", name=op.f("uq_agency_code")),
    )
    op.create_table(
        "employee",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("edition_from", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employee")),
    )
    op.create_table(
        "inbound",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("our_account", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("part", sa.Boolean(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("failures", NUMBER, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("progress_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound")),
        sa.UniqueConstraint(
            "channel", "our_account", "external_id", name=op.f("uq_inbound_channel_our_account_external_id")
        ),
    )
    op.create_index(
        "ix_inbound_remembered",
        "inbound",
        ["done_at"],
        unique=False,
        sqlite_where=sa.text("raw IS NOT NULL"),
        postgresql_where=sa.text("raw IS NOT NULL"),
    )
    op.create_index("ix_inbound_sender", "inbound", ["channel", "our_account", "sender"], unique=False)
    op.create_index(
        "ix_inbound_undone",
        "inbound",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status = 'queued'"),
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_table(
        "vault_probe",
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_vault_probe")),
    )
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", NUMBER, nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", NUMBER, nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["employee.id"], name=op.f("fk_audit_actor_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_action_at", "audit", ["action", "at"], unique=False)
    op.create_table(
        "chat_account",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("our_account", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("employee_id", NUMBER, nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("bound_at", INSTANT, nullable=True),
        sa.Column("bound_by", sa.String(), nullable=True),
        sa.Column("verified_at", INSTANT, nullable=True),
        sa.Column("blocked_at", INSTANT, nullable=True),
        sa.Column("suspended_at", INSTANT, nullable=True),
        sa.Column("failed_codes", NUMBER, nullable=False),
        sa.Column("locked_until", INSTANT, nullable=True),
        sa.Column("menu", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_chat_account_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_account")),
        sa.UniqueConstraint(
            "channel", "our_account", "external_id", name=op.f("uq_chat_account_channel_our_account_external_id")
        ),
    )
    op.create_index(op.f("ix_chat_account_employee_id"), "chat_account", ["employee_id"], unique=False)
    op.create_index("uq_chat_account_channel_employee_id", "chat_account", ["channel", "employee_id"], unique=True)
    op.create_index(
        "ix_chat_account_menu_due",
        "chat_account",
        ["id"],
        unique=False,
        sqlite_where=sa.text("menu IS NULL"),
        postgresql_where=sa.text("menu IS NULL"),
    )
    op.create_table(
        "console_link",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_console_link_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_console_link_token_sha256")),
    )
    op.create_table(
        "console_session",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_console_session_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_session")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_console_session_token_sha256")),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("enrolled_by", NUMBER, nullable=False),
        sa.Column("enrolled_at", INSTANT, nullable=False),
        sa.Column("undone_by", NUMBER, nullable=True),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.Column("undone_reason", sa.String(), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        sa.Column("confirmation", sa.String(), nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_enrolment_employee_id_employee")),
        sa.ForeignKeyConstraint(["enrolled_by"], ["employee.id"], name=op.f("fk_enrolment_enrolled_by_employee")),
        sa.ForeignKeyConstraint(["undone_by"], ["employee.id"], name=op.f("fk_enrolment_undone_by_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.create_index(op.f("ix_enrolment_employee_id"), "enrolment", ["employee_id"], unique=False)
    op.create_index("ix_enrolment_operator", "enrolment", ["enrolled_by", "enrolled_at"], unique=False)
    op.create_index(
        "ix_enrolment_unconfirmed",
        "enrolment",
        ["id"],
        unique=False,
        sqlite_where=sa.text("confirmation IN ('wanted', 'due')"),
        postgresql_where=sa.text("confirmation IN ('wanted', 'due')"),
    )
    op.create_table(
        "enrolment_decision",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("enrolment_id", NUMBER, nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("decided_by", NUMBER, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["employee.id"], name=op.f("fk_enrolment_decision_decided_by_employee")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_enrolment_decision_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_decision")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_enrolment_decision_enrolment_id")),
    )
    op.create_table(
        "open_set",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("operator_id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("media_ids", JSON, nullable=False),
        sa.Column("touched_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_open_set_employee_id_employee")),
        sa.ForeignKeyConstraint(["operator_id"], ["employee.id"], name=op.f("fk_open_set_operator_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_set")),
        sa.UniqueConstraint("operator_id", "employee_id", name=op.f("uq_open_set_operator_id_employee_id")),
    )
    op.create_index(op.f("ix_open_set_employee_id"), "open_set", ["employee_id"], unique=False)
    op.create_table(
        "renewal_request",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("enrolment_id", NUMBER, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_renewal_request_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_renewal_request_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_request")),
    )
    op.create_index(op.f("ix_renewal_request_employee_id"), "renewal_request", ["employee_id"], unique=False)
    op.create_table(
        "media",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("shows_id", NUMBER, nullable=True),
        sa.Column("inbound_id", NUMBER, nullable=False),
        sa.Column("frame", NUMBER, nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("platform_unique_id", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("shrunk_at", INSTANT, nullable=True),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_media_employee_id_employee")),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"], name=op.f("fk_media_inbound_id_inbound")),
        sa.ForeignKeyConstraint(["shows_id"], ["employee.id"], name=op.f("fk_media_shows_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("file", name=op.f("uq_media_file")),
        sa.UniqueConstraint("inbound_id", "frame", name=op.f("uq_media_inbound_id_frame")),
    )
    op.create_index(op.f("ix_media_employee_id"), "media", ["employee_id"], unique=False)
    op.create_index(op.f("ix_media_shows_id"), "media", ["shows_id"], unique=False)
    op.create_index(
        "ix_media_large",
        "media",
        ["id"],
        unique=False,
        sqlite_where=sa.text("shrunk_at IS NULL AND deleted_at IS NULL"),
        postgresql_where=sa.text("shrunk_at IS NULL AND deleted_at IS NULL"),
    )
    op.create_index(
        "ix_media_small",
        "media",
        ["id"],
        unique=False,
        sqlite_where=sa.text("shrunk_at IS NOT NULL AND deleted_at IS NULL"),
        postgresql_where=sa.text("shrunk_at IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_index(op.f("ix_media_platform_unique_id"), "media", ["platform_unique_id"], unique=False)
    op.create_index(op.f("ix_media_sha256"), "media", ["sha256"], unique=False)
    op.create_table(
        "nip",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("nip", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("edition_until", NUMBER, nullable=True),
        sa.Column("edition_from", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_nip_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nip")),
    )
    op.create_index(
        "uq_nip_nip",
        "nip",
        ["nip"],
        unique=True,
        sqlite_where=sa.text("edition_until IS NULL"),
        postgresql_where=sa.text("edition_until IS NULL"),
    )
    op.create_index(op.f("ix_nip_employee_id"), "nip", ["employee_id"], unique=False)
    op.create_table(
        "rule",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("scope_id", NUMBER, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("value", JSON, nullable=False),
        sa.Column("legal_reference", sa.String(), nullable=False),
        sa.Column("author_id", NUMBER, nullable=True),
        sa.Column("approver_id", NUMBER, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["approver_id"], ["employee.id"], name=op.f("fk_rule_approver_id_employee")),
        sa.ForeignKeyConstraint(["author_id"], ["employee.id"], name=op.f("fk_rule_author_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
    )
    op.create_index("ix_rule_kind_scope", "rule", ["kind", "scope", "scope_id"], unique=False)
    op.create_table(
        "site",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("agency_id", NUMBER, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("radius_m", sa.Double(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_site_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("agency_id", "name", "valid_from", name=op.f("uq_site_agency_id_name_valid_from")),
    )
    op.create_index(op.f("ix_site_agency_id"), "site", ["agency_id"], unique=False)
    op.create_table(
        "unit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("agency_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("edition_from", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_unit_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_unit_agency_id_name")),
    )
    op.create_table(
        "deadline",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject_id", NUMBER, nullable=False),
        sa.Column("account_id", NUMBER, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("fired_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["chat_account.id"], name=op.f("fk_deadline_account_id_chat_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint("what", "subject_id", "due_at", name=op.f("uq_deadline_what_subject_id_due_at")),
    )
    op.create_index(
        "ix_deadline_due",
        "deadline",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("fired_at IS NULL"),
        postgresql_where=sa.text("fired_at IS NULL"),
    )
    op.create_table(
        "draft",
        sa.Column("account_id", NUMBER, nullable=False),
        sa.Column("state", JSON, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["chat_account.id"], name=op.f("fk_draft_account_id_chat_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_draft")),
    )
    op.create_table(
        "employment",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("agency_id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("supervisor_id", NUMBER, nullable=True),
        sa.Column("home_agency_id", NUMBER, nullable=True),
        sa.Column("schedule", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(), nullable=True),
        sa.Column("edition_until", NUMBER, nullable=True),
        sa.Column("edition_from", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_employment_agency_id_agency")),
        sa.ForeignKeyConstraint(["home_agency_id"], ["agency.id"], name=op.f("fk_employment_home_agency_id_agency")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["employee.id"], name=op.f("fk_employment_supervisor_id_employee")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_employment_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_employment_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment")),
    )
    op.create_index(op.f("ix_employment_agency_id"), "employment", ["agency_id"], unique=False)
    op.create_index(op.f("ix_employment_employee_id"), "employment", ["employee_id"], unique=False)
    op.create_index(op.f("ix_employment_supervisor_id"), "employment", ["supervisor_id"], unique=False)
    op.create_table(
        "acting_appointment",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("for_id", NUMBER, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("edition_until", NUMBER, nullable=True),
        sa.Column("edition_from", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_acting_appointment_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["employee.id"], name=op.f("fk_acting_appointment_for_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acting_appointment")),
    )
    op.create_index(op.f("ix_acting_appointment_for_id"), "acting_appointment", ["for_id"], unique=False)
    op.create_table(
        "phone_number",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("edition_until", NUMBER, nullable=True),
        sa.Column("edition_from", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_phone_number_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_number")),
    )
    op.create_index(op.f("ix_phone_number_digest"), "phone_number", ["digest"], unique=False)
    op.create_index(op.f("ix_phone_number_employee_id"), "phone_number", ["employee_id"], unique=False)
    op.create_table(
        "quarantined_row",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("line", NUMBER, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("edition_until", NUMBER, nullable=True),
        sa.Column("edition_from", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantined_row")),
    )
    op.create_table(
        "staged_name",
        sa.Column("edition_id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["roster_edition.id"], name=op.f("fk_staged_name_edition_id_roster_edition")
        ),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_staged_name_employee_id_employee")),
        sa.PrimaryKeyConstraint("edition_id", "employee_id", name=op.f("pk_staged_name")),
    )
    op.create_table(
        "face_template",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("enrolment_id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("media_id", NUMBER, nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_face_template_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_face_template_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_face_template_media_id_media")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_template")),
    )
    op.create_index("ix_face_template_employee", "face_template", ["employee_id", "engine"], unique=False)
    op.create_index("ix_face_template_enrolment", "face_template", ["enrolment_id", "engine"], unique=False)
    op.create_index("ix_face_template_media", "face_template", ["media_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("code_sha256", sa.String(), nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("used_by_account_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_invitation_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["used_by_account_id"], ["chat_account.id"], name=op.f("fk_invitation_used_by_account_id_chat_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_invitation_code_sha256")),
    )
    op.create_index(op.f("ix_invitation_employee_id"), "invitation", ["employee_id"], unique=False)
    op.create_table(
        "nonce",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("account_id", NUMBER, nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("prompted", sa.Boolean(), nullable=False),
        sa.Column("level", NUMBER, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("lives_s", NUMBER, nullable=False),
        sa.Column("delivered_at", INSTANT, nullable=True),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("consumed_at", INSTANT, nullable=True),
        sa.Column("risks", JSON, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["chat_account.id"], name=op.f("fk_nonce_account_id_chat_account")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_nonce_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nonce")),
    )
    op.create_index(op.f("ix_nonce_employee_id"), "nonce", ["employee_id"], unique=False)
    op.create_table(
        "challenge",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("nonce_id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("level", NUMBER, nullable=False),
        sa.Column("actions", JSON, nullable=False),
        sa.Column("drawn_at", INSTANT, nullable=False),
        sa.Column("lives_s", NUMBER, nullable=False),
        sa.Column("delivered_at", INSTANT, nullable=True),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("tries", NUMBER, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("media_id", NUMBER, nullable=True),
        sa.Column("finding", JSON, nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_challenge_employee_id_employee")),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_challenge_media_id_media")),
        sa.ForeignKeyConstraint(["nonce_id"], ["nonce.id"], name=op.f("fk_challenge_nonce_id_nonce")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
        sa.UniqueConstraint("nonce_id", "number", name=op.f("uq_challenge_nonce_id_number")),
    )
    op.create_index("ix_challenge_employee_drawn", "challenge", ["employee_id", "drawn_at"], unique=False)
    op.create_index(op.f("ix_challenge_media_id"), "challenge", ["media_id"], unique=False)
    op.create_table(
        "rebinding",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("old_account_id", NUMBER, nullable=False),
        sa.Column("new_account_id", NUMBER, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("challenge_id", NUMBER, nullable=True),
        sa.Column("failures", NUMBER, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("fk_rebinding_challenge_id_challenge")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_rebinding_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["new_account_id"], ["chat_account.id"], name=op.f("fk_rebinding_new_account_id_chat_account")
        ),
        sa.ForeignKeyConstraint(
            ["old_account_id"], ["chat_account.id"], name=op.f("fk_rebinding_old_account_id_chat_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rebinding")),
    )
    op.create_index(op.f("ix_rebinding_employee_id"), "rebinding", ["employee_id"], unique=False)
    op.create_table(
        "challenge_report",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("reported_by", NUMBER, nullable=False),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_challenge_report_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["employee.id"], name=op.f("fk_challenge_report_reported_by_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_report")),
    )
    op.create_index("ix_challenge_report_employee_until", "challenge_report", ["employee_id", "until"], unique=False)
    op.create_table(
        "notice_acknowledgement",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("account_id", NUMBER, nullable=True),
        sa.Column("witness_id", NUMBER, nullable=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("acknowledged_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["chat_account.id"], name=op.f("fk_notice_acknowledgement_account_id_chat_account")
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_notice_acknowledgement_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["witness_id"], ["employee.id"], name=op.f("fk_notice_acknowledgement_witness_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_acknowledgement")),
    )
    op.create_index(
        "uq_notice_acknowledgement_own",
        "notice_acknowledgement",
        ["employee_id", "version"],
        unique=True,
        sqlite_where=sa.text("witness_id IS NULL"),
        postgresql_where=sa.text("witness_id IS NULL"),
    )
    op.create_index(
        "uq_notice_acknowledgement_witnessed",
        "notice_acknowledgement",
        ["employee_id", "version"],
        unique=True,
        sqlite_where=sa.text("witness_id IS NOT NULL"),
        postgresql_where=sa.text("witness_id IS NOT NULL"),
    )
    op.create_table(
        "face_choice",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("account_id", NUMBER, nullable=True),
        sa.Column("witness_id", NUMBER, nullable=True),
        sa.Column("chosen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["chat_account.id"], name=op.f("fk_face_choice_account_id_chat_account")
        ),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_face_choice_employee_id_employee")),
        sa.ForeignKeyConstraint(["witness_id"], ["employee.id"], name=op.f("fk_face_choice_witness_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_choice")),
    )
    op.create_index(op.f("ix_face_choice_employee_id"), "face_choice", ["employee_id"], unique=False)
    op.create_table(
        "breach",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("keys_too", sa.Boolean(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("discovered_at", INSTANT, nullable=False),
        sa.Column("declared_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("people", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach")),
    )
    op.create_table(
        "erasure",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("choice_id", NUMBER, nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("templates", NUMBER, nullable=False),
        sa.Column("pictures", NUMBER, nullable=False),
        sa.Column("messages", NUMBER, nullable=False),
        sa.Column("comparisons", NUMBER, nullable=False),
        sa.Column("certificate", JSON, nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["choice_id"], ["face_choice.id"], name=op.f("fk_erasure_choice_id_face_choice")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_erasure_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("choice_id", name=op.f("uq_erasure_choice_id")),
    )
    op.create_index(op.f("ix_erasure_employee_id"), "erasure", ["employee_id"], unique=False)
    op.create_index(
        "ix_erasure_open",
        "erasure",
        ["requested_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("agency_id", NUMBER, nullable=True),
        sa.Column("unit_id", NUMBER, nullable=True),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_role_grant_agency_id_agency")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_role_grant_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_employee_id"), "role_grant", ["employee_id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("nonce_id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("account_id", NUMBER, nullable=False),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("work_date", sa.Date(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("first_message_at", INSTANT, nullable=True),
        sa.Column("last_message_at", INSTANT, nullable=True),
        sa.Column("selfie_media_id", NUMBER, nullable=True),
        sa.Column("selfie_at", INSTANT, nullable=True),
        sa.Column("pin_at", INSTANT, nullable=True),
        sa.Column("position_at", INSTANT, nullable=True),
        sa.Column("fixes", JSON, nullable=False),
        sa.Column("examination", JSON, nullable=True),
        sa.Column("asks", JSON, nullable=False),
        sa.Column("challenge_id", NUMBER, nullable=True),
        sa.Column("awaits", sa.String(), nullable=True),
        sa.Column("suspected", JSON, nullable=False),
        sa.Column("face_failures", NUMBER, nullable=False),
        sa.Column("witness_code", sa.String(), nullable=True),
        sa.Column("witness_until", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["chat_account.id"], name=op.f("fk_attempt_account_id_chat_account")),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("fk_attempt_challenge_id_challenge")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_attempt_employee_id_employee")),
        sa.ForeignKeyConstraint(["nonce_id"], ["nonce.id"], name=op.f("fk_attempt_nonce_id_nonce")),
        sa.ForeignKeyConstraint(["selfie_media_id"], ["media.id"], name=op.f("fk_attempt_selfie_media_id_media")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("nonce_id", name=op.f("uq_attempt_nonce_id")),
    )
    op.create_index(op.f("ix_attempt_selfie_media_id"), "attempt", ["selfie_media_id"], unique=False)
    op.create_index("ix_attempt_employee_date", "attempt", ["employee_id", "work_date"], unique=False)
    op.create_index(
        "uq_attempt_open",
        "attempt",
        ["employee_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('open', 'waiting', 'pending')"),
        postgresql_where=sa.text("status IN ('open', 'waiting', 'pending')"),
    )
    op.create_index(
        "ix_attempt_witness_code",
        "attempt",
        ["witness_code"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "picture_print",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("media_id", NUMBER, nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_picture_print_media_id_media")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_print")),
        sa.UniqueConstraint("media_id", name=op.f("uq_picture_print_media_id")),
    )
    op.create_index(op.f("ix_picture_print_made_at"), "picture_print", ["made_at"], unique=False)
    op.create_table(
        "odd_part",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("account_id", NUMBER, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["chat_account.id"], name=op.f("fk_odd_part_account_id_chat_account")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_odd_part_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_odd_part")),
    )
    op.create_index("ix_odd_part_employee_sent", "odd_part", ["employee_id", "sent_at"], unique=False)
    op.create_index("ix_odd_part_sent", "odd_part", ["sent_at"], unique=False)
    op.create_table(
        "testimony",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("attempt_id", NUMBER, nullable=False),
        sa.Column("about_id", NUMBER, nullable=False),
        sa.Column("witness_id", NUMBER, nullable=False),
        sa.Column("work_date", sa.Date(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("site_id", NUMBER, nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["employee.id"], name=op.f("fk_testimony_about_id_employee")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_testimony_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_testimony_site_id_site")),
        sa.ForeignKeyConstraint(["witness_id"], ["employee.id"], name=op.f("fk_testimony_witness_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testimony")),
        sa.UniqueConstraint("attempt_id", "witness_id", name=op.f("uq_testimony_attempt_id_witness_id")),
    )
    op.create_index("ix_testimony_about_date", "testimony", ["about_id", "work_date"], unique=False)
    op.create_index("ix_testimony_witness_date", "testimony", ["witness_id", "work_date"], unique=False)
    op.create_table(
        "pin",
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.Column("failures", NUMBER, nullable=False),
        sa.Column("locked_until", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_pin_employee_id_employee")),
        sa.PrimaryKeyConstraint("employee_id", name=op.f("pk_pin")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("account_id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=True),
        sa.Column("inbound_id", NUMBER, nullable=True),
        sa.Column("nonce_id", NUMBER, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("priority", NUMBER, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("args", JSON, nullable=False),
        sa.Column("form", JSON, nullable=False),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("not_before", INSTANT, nullable=True),
        sa.Column("tries", NUMBER, nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("platform_message_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["chat_account.id"], name=op.f("fk_outbox_account_id_chat_account")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_outbox_employee_id_employee")),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"], name=op.f("fk_outbox_inbound_id_inbound")),
        sa.ForeignKeyConstraint(["nonce_id"], ["nonce.id"], name=op.f("fk_outbox_nonce_id_nonce")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("employee_id", "kind", "period", name=op.f("uq_outbox_employee_id_kind_period")),
    )
    op.create_index(op.f("ix_outbox_account_id"), "outbox", ["account_id"], unique=False)
    op.create_index(
        "ix_outbox_unsent",
        "outbox",
        ["priority", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'queued'"),
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("attempt_id", NUMBER, nullable=False),
        sa.Column("examined_at", INSTANT, nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_evidence_attempt_id_attempt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_attempt_id"), "evidence", ["attempt_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("attempt_id", NUMBER, nullable=False),
        sa.Column("evidence_id", NUMBER, nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("author_id", NUMBER, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_decision_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["author_id"], ["employee.id"], name=op.f("fk_decision_author_id_employee")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_decision_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_attempt_id"), "decision", ["attempt_id"], unique=False)
    op.create_table(
        "punch",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("employee_id", NUMBER, nullable=False),
        sa.Column("attempt_id", NUMBER, nullable=False),
        sa.Column("decision_id", NUMBER, nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("work_date", sa.Date(), nullable=False),
        sa.Column("site_id", NUMBER, nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_punch_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_punch_decision_id_decision")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_punch_employee_id_employee")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_punch_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_punch")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_punch_attempt_id")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_punch_decision_id")),
    )
    op.create_index("ix_punch_employee_date", "punch", ["employee_id", "work_date"], unique=False)
    op.create_table(
        "duplicate_finding",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("enrolment_id", NUMBER, nullable=False),
        sa.Column("other_enrolment_id", NUMBER, nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("likeness", sa.Double(), nullable=True),
        sa.Column("suspect_at", sa.Double(), nullable=False),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_duplicate_finding_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["other_enrolment_id"], ["enrolment.id"], name=op.f("fk_duplicate_finding_other_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_finding")),
        sa.UniqueConstraint(
            "enrolment_id", "other_enrolment_id", name=op.f("uq_duplicate_finding_enrolment_id_other_enrolment_id")
        ),
    )
    op.create_index(
        op.f("ix_duplicate_finding_other_enrolment_id"), "duplicate_finding", ["other_enrolment_id"], unique=False
    )
    op.create_table(
        "duplicate_decision",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("finding_id", NUMBER, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", NUMBER, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["employee.id"], name=op.f("fk_duplicate_decision_decided_by_employee")
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["duplicate_finding.id"], name=op.f("fk_duplicate_decision_finding_id_duplicate_finding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_decision")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_duplicate_decision_finding_id")),
    )
    op.create_table(
        "look_alike",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("first_id", NUMBER, nullable=False),
        sa.Column("second_id", NUMBER, nullable=False),
        sa.Column("decision_id", NUMBER, nullable=False),
        sa.Column("registered_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["duplicate_decision.id"], name=op.f("fk_look_alike_decision_id_duplicate_decision")
        ),
        sa.ForeignKeyConstraint(["first_id"], ["employee.id"], name=op.f("fk_look_alike_first_id_employee")),
        sa.ForeignKeyConstraint(["second_id"], ["employee.id"], name=op.f("fk_look_alike_second_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_alike")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_look_alike_first_id_second_id")),
    )
    op.create_index(op.f("ix_look_alike_second_id"), "look_alike", ["second_id"], unique=False)
    op.create_table(
        "template_refresh",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("enrolment_id", NUMBER, nullable=False),
        sa.Column("attempt_id", NUMBER, nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_template_refresh_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_template_refresh_attempt_id_attempt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_refresh")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_template_refresh_attempt_id")),
    )
    op.create_index(op.f("ix_template_refresh_enrolment_id"), "template_refresh", ["enrolment_id"], unique=False)


def downgrade() -> None:
    """Drop every table, the dependent ones first; their indexes go with them."""
    for table in TABLES:
        op.drop_table(table)
