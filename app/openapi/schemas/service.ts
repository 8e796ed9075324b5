const check = {
  type: 'object',
  required: ['name', 'status', 'message'],
  properties: {
    name: { type: 'string', examples: ['database'] },
    status: { type: 'string', enum: ['ok', 'warning', 'error'] },
    message: { type: 'string', examples: ['It answers'] },
  },
}

const counts = Object.fromEntries(
  ['users', 'posts', 'comments', 'votes'].map((name) => [name, { type: 'integer', examples: [12] }])
)

const day = {
  date: { type: 'string', format: 'date', examples: ['2026-11-22'] },
  ...counts,
  reports: { type: 'integer', examples: [1] },
}

const deletion = {
  type: { type: 'string', enum: ['user', 'post'] },
  id: { type: 'integer', examples: [7] },
  since: { $ref: '#/components/schemas/Time' },
  rows_left: {
    type: 'integer',
    description: 'Posts, comments and votes; counted up to 100 000 of each.',
    examples: [4200],
  },
}

const withdrawnPost = {
  type: 'object',
  required: ['id', 'withdrawn'],
  properties: {
    id: { type: 'integer', examples: [42] },
    withdrawn: { type: 'boolean', enum: [true] },
  },
}

/** Of answers that show no resource. */
export const serviceSchemas = {
  WithdrawnPost: withdrawnPost,
  AuditVerdict: {
    type: 'object',
    required: ['ok', 'entries', 'head', 'first_broken'],
    properties: {
      ok: { type: 'boolean', examples: [true] },
      entries: { type: 'integer', description: 'How many are whole.', examples: [1234] },
      head: {
        type: 'string',
        description: 'The digest of the last whole one: note it elsewhere.',
        pattern: '^[0-9a-f]{64}$',
      },
      first_broken: {
        type: ['object', 'null'],
        required: ['id', 'why'],
        properties: {
          id: { type: 'integer', examples: [1000] },
          why: { type: 'string', enum: ['missing', 'unchained', 'altered'] },
        },
      },
    },
  },
  Deletion: { type: 'object', required: Object.keys(deletion), properties: deletion },
  HealthCheck: check,
  Home: {
    type: 'object',
    required: ['message', 'name', 'version', 'docs'],
    properties: {
      message: { type: 'string', examples: ['Welcome to Plaza'] },
      name: { type: 'string', const: 'plaza' },
      version: { type: ['string', 'null'], examples: ['0.1.0'] },
      docs: { type: 'string', format: 'uri', examples: ['https://plaza.example.org/docs'] },
    },
  },
  Liveness: {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', const: 'ok' } },
  },
  OpenApi: {
    type: 'object',
    description: 'An OpenAPI 3.1 document.',
    required: ['openapi', 'info', 'paths'],
    properties: {
      openapi: { type: 'string', examples: ['3.1.1'] },
      info: { type: 'object' },
      paths: { type: 'object' },
    },
    additionalProperties: true,
  },
  Readiness: {
    type: 'object',
    required: ['status', 'checks'],
    properties: {
      status: { type: 'string', enum: ['ok', 'degraded', 'unavailable'] },
      checks: { type: 'array', items: { $ref: '#/components/schemas/HealthCheck' } },
    },
  },
  Stats: {
    type: 'object',
    required: ['counted_at', 'users', 'posts', 'comments', 'votes', 'open_reports', 'days'],
    properties: {
      counted_at: {
        description: 'Null: just now.',
        oneOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
      },
      ...counts,
      open_reports: { type: 'integer', examples: [3] },
      days: {
        type: 'array',
        items: { $ref: '#/components/schemas/StatsDay' },
      },
    },
  },
  StatsDay: { type: 'object', required: Object.keys(day), properties: day },
  Time: {
    type: 'string',
    format: 'date-time',
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
    description: 'RFC 3339, in UTC, with milliseconds.',
    examples: ['2026-11-22T13:17:00.000Z'],
  },
}
