import { factorMethods } from '#domain/second_factor'
import { problems } from '#exceptions/problems'

const fieldProblem = {
  type: 'object',
  required: ['pointer', 'rule', 'detail'],
  properties: {
    pointer: {
      type: 'string',
      description: 'A JSON pointer into the body; `/query/…`, `/path/…`, `/header/…` elsewhere.',
      examples: ['/title'],
    },
    rule: { type: 'string', examples: ['required'] },
    detail: { type: 'string', examples: ['title is missing.'] },
  },
}

export const problem = {
  type: 'object',
  description: 'What went wrong (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'code', 'instance'],
  properties: {
    type: {
      type: 'string',
      format: 'uri-reference',
      description: 'The page that explains it.',
      examples: ['/problems/not_found'],
    },
    title: { type: 'string', examples: ['Not found'] },
    status: { type: 'integer', examples: [404] },
    detail: { type: 'string', examples: ['There is no such post.'] },
    code: { type: 'string', enum: Object.keys(problems), description: 'Stable.' },
    instance: { type: 'string', description: 'The id of the request.' },
    errors: { type: 'array', description: 'Every broken rule.', items: fieldProblem },
    until: {
      description: 'When it ends; null: never.',
      oneOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
    },
    editor: {
      description:
        'The author of the present state, or the user who has it open; null after the account is erased.',
      $ref: '#/components/schemas/Author',
    },
    challenge: {
      type: 'string',
      description: 'For `POST /login/second-factor`, or `POST /login/{issuer}/link`.',
    },
    methods: {
      type: 'array',
      description: 'What can prove the second factor.',
      items: { type: 'string', enum: factorMethods },
    },
    saved_at: {
      description: 'When that was saved.',
      $ref: '#/components/schemas/Time',
    },
  },
}
