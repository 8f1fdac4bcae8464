"""The first tables. Written out in full: what a step did never changes when the tables do later."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

PLACE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes every table of the first version."""
    op.create_table(
        "audit",
        sa.Column("place", PLACE, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_audit"),
    )
    op.create_index("ix_audit_plan", "audit", ["plan", "place"])
    op.create_table(
        "guesses",
        sa.Column("place", PLACE, autoincrement=True, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_guesses"),
    )
    op.create_index("ix_guesses_digest", "guesses", ["digest", "at"])
    op.create_table(
        "keys",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_keys"),
    )
    op.create_table(
        "practitioners",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("telegram", sa.BigInteger()),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_practitioners"),
        sa.UniqueConstraint("telegram", name="uq_practitioners_telegram"),
    )
    op.create_table(
        "set_aside",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("update", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        sa.Column("done_by", sa.Text()),
        sa.PrimaryKeyConstraint("source", "update", name="pk_set_aside"),
    )
    op.create_table(
        "updates",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("update", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", "update", name="pk_updates"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "desks",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("practitioner", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practitioner"], ["practitioners.id"], name="fk_desks_practitioner", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_desks"),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("practitioner", sa.Text(), nullable=False),
        sa.Column("cover", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("pretend", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("newest_draft", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("waiting_since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["cover"], ["practitioners.id"], name="fk_plans_cover"),
        sa.ForeignKeyConstraint(
            ["practitioner"], ["practitioners.id"], name="fk_plans_practitioner", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
    )
    op.create_index("ix_plans_inbox", "plans", ["practitioner", "urgency", "waiting_since", "id"])
    op.create_table(
        "signins",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("practitioner", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["practitioner"], ["practitioners.id"], name="fk_signins_practitioner", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_signins"),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("dialog", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_conversations_plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("participant", name="uq_conversations_participant"),
    )
    op.create_index("ix_conversations_plan", "conversations", ["plan"])
    op.create_table(
        "decisions",
        sa.Column("place", PLACE, autoincrement=True, nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("decision", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_decisions_plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place", name="pk_decisions"),
    )
    op.create_index("ix_decisions_plan", "decisions", ["plan"])
    op.create_table(
        "devices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("pin", sa.LargeBinary()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.BigInteger()),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_devices_plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_devices"),
        sa.UniqueConstraint("digest", name="uq_devices_digest"),
    )
    op.create_index("ix_devices_participant", "devices", ["participant"])
    op.create_index("ix_devices_plan", "devices", ["plan"])
    op.create_table(
        "drafts",
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_drafts_plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "number", name="pk_drafts"),
    )
    op.create_table(
        "families",
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("family", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_families_plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "version", name="pk_families"),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.Column("used_by", sa.Text()),
        sa.Column("withdrawn_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_invitations_plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("digest", name="uq_invitations_digest"),
    )
    op.create_index("ix_invitations_participant", "invitations", ["participant"])
    op.create_index("ix_invitations_plan", "invitations", ["plan"])
    op.create_table(
        "items",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("letter", sa.Text()),
        sa.Column("words", sa.LargeBinary()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger()),
        sa.Column("seen_by", sa.Text()),
        sa.Column("escalated_at", sa.BigInteger()),
        sa.Column("done_at", sa.BigInteger()),
        sa.Column("done_by", sa.Text()),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_items_plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    op.create_index("ix_items_plan", "items", ["plan", "at"])
    op.create_index(
        "ix_items_unseen",
        "items",
        ["kind", "at"],
        sqlite_where=sa.text("seen_at IS NULL"),
        postgresql_where=sa.text("seen_at IS NULL"),
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.BigInteger()),
        sa.Column("answered_at", sa.BigInteger()),
        sa.Column("answer", sa.Text()),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_letters_plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
    )
    op.create_index("ix_letters_participant", "letters", ["participant", "at"])
    op.create_index("ix_letters_plan", "letters", ["plan"])
    op.create_table(
        "rights",
        sa.Column("place", PLACE, autoincrement=True, nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("practitioner", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date()),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_rights_plan", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["practitioner"], ["practitioners.id"], name="fk_rights_practitioner", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("place", name="pk_rights"),
    )
    op.create_index("ix_rights_plan", "rights", ["plan"])
    op.create_index("ix_rights_practitioner", "rights", ["practitioner", "plan"])
    op.create_table(
        "chats",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_chats_conversation", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat", name="pk_chats"),
        sa.UniqueConstraint("conversation", name="uq_chats_conversation"),
    )
    op.create_table(
        "files",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("origin", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text()),
        sa.Column("media_type", sa.LargeBinary()),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("settled_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_files_conversation", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
    )
    op.create_index("ix_files_conversation", "files", ["conversation"])
    op.create_index(
        "ix_files_waiting",
        "files",
        ["due_at"],
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "outbox",
        sa.Column("place", PLACE, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("practitioner", sa.Text()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text()),
        sa.Column("conversation", sa.Text()),
        sa.Column("prompt", sa.Integer()),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message", sa.BigInteger()),
        sa.Column("settled_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_outbox_conversation", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_outbox_plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place", name="pk_outbox"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
    )
    op.create_index(
        "ix_outbox_chat",
        "outbox",
        ["chat", "queued_at", "place"],
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["due_at"],
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "turns",
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("answers", sa.LargeBinary()),
        sa.Column("prompts", sa.LargeBinary()),
        sa.Column("facts", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_turns_conversation", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation", "version", name="pk_turns"),
    )


def downgrade() -> None:
    """Takes them away again."""
    for table in (
        "turns",
        "outbox",
        "files",
        "chats",
        "rights",
        "letters",
        "items",
        "invitations",
        "families",
        "drafts",
        "devices",
        "decisions",
        "conversations",
        "signins",
        "plans",
        "desks",
        "updates",
        "set_aside",
        "practitioners",
        "keys",
        "guesses",
        "audit",
    ):
        op.drop_table(table)
