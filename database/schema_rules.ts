import type { SchemaRules } from '@adonisjs/lucid/types/schema_generator'

/** A column with one of the types that moderation speaks in. */
const moderation = (tsType: string) => ({
  tsType,
  decorator: '@column()',
  imports: [{ source: '#domain/moderation', typeImports: [tsType] }],
})

/** Columns that PostgreSQL derives are read through queries, never written through a model. */
export default {
  types: {
    bigint: { tsType: 'number', decorator: '@column()', imports: [] },
  },
  columns: {
    id: { tsType: 'number', decorator: '@column({ isPrimary: true })', imports: [] },
  },
  tables: {
    roles: {
      columns: { permissions: { tsType: 'string[]', decorator: '@column()', imports: [] } },
    },
    sessions: {
      columns: {
        amr: {
          tsType: 'AuthenticationMethod[]',
          decorator: '@column()',
          imports: [{ source: '#domain/second_factor', typeImports: ['AuthenticationMethod'] }],
        },
      },
    },
    login_challenges: {
      columns: {
        amr: {
          tsType: 'AuthenticationMethod[]',
          decorator: '@column()',
          imports: [{ source: '#domain/second_factor', typeImports: ['AuthenticationMethod'] }],
        },
      },
    },
    oidc_sign_ins: {
      columns: {
        claims: {
          tsType: 'Claims',
          decorator: '@column()',
          imports: [{ source: '#domain/oidc', typeImports: ['Claims'] }],
        },
      },
    },
    totp_secrets: {
      columns: {
        user_id: { tsType: 'number', decorator: '@column({ isPrimary: true })', imports: [] },
        secret: { tsType: 'string', decorator: '@column({ serializeAs: null })', imports: [] },
      },
    },
    passkeys: {
      columns: {
        user_handle: { tsType: 'Buffer', decorator: '@column()', imports: [] },
        public_key: { tsType: 'Buffer', decorator: '@column()', imports: [] },
        transports: { tsType: 'string[]', decorator: '@column()', imports: [] },
      },
    },
    personal_tokens: {
      columns: {
        scopes: {
          tsType: 'Scope[]',
          decorator: '@column()',
          imports: [{ source: '#domain/scopes', typeImports: ['Scope'] }],
        },
        allowed_networks: { tsType: 'string[]', decorator: '@column()', imports: [] },
      },
    },
    users: {
      columns: {
        folded_display_name: {
          tsType: 'string',
          decorator: '@column({ serializeAs: null })',
          imports: [],
        },
      },
    },
    audit_entries: {
      columns: {
        origin: moderation('Transport'),
        target_type: moderation('AuditedType'),
        before: moderation('Facts'),
        after: moderation('Facts'),
      },
    },
    batches: {
      columns: {
        id: { tsType: 'string', decorator: '@column({ isPrimary: true })', imports: [] },
        origin: moderation('Origin'),
        state: {
          tsType: 'BatchState',
          decorator: '@column()',
          imports: [{ source: '#domain/batch', typeImports: ['BatchState'] }],
        },
      },
    },
    reports: {
      columns: {
        target_type: moderation('TargetType'),
        reason: moderation('ReportReason'),
        status: moderation('ReportStatus'),
      },
    },
    report_snapshots: { columns: { target_type: moderation('TargetType') } },
    posts: {
      skipColumns: ['hot', 'visible', 'listed_at', 'unlisted', 'votes_count'],
      columns: {
        tags: { tsType: 'string[]', decorator: '@column()', imports: [] },
        search: { tsType: 'string', decorator: '@column({ serializeAs: null })', imports: [] },
        search_version: {
          tsType: 'number',
          decorator: '@column({ serializeAs: null })',
          imports: [],
        },
        pinned: {
          tsType: 'Pin',
          decorator: '@column()',
          imports: [{ source: '#domain/pins', typeImports: ['Pin'] }],
        },
        content_format: {
          tsType: 'ContentFormat',
          decorator: '@column()',
          imports: [{ source: '#domain/excerpt', typeImports: ['ContentFormat'] }],
        },
      },
    },
    types: {
      columns: {
        filterable: { tsType: 'string[]', decorator: '@column()', imports: [] },
        filled: { tsType: 'string[]', decorator: '@column()', imports: [] },
      },
    },
    saved_views: {
      columns: {
        filters: { tsType: 'Record<string, string>', decorator: '@column()', imports: [] },
        columns: { tsType: 'string[]', decorator: '@column()', imports: [] },
      },
    },
    comments: { skipColumns: ['visible'] },
  },
} satisfies SchemaRules
