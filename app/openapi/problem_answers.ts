import { headersOf, type HeaderName } from '#openapi/headers'
import { ref } from '#openapi/operation'
import { problem } from '#exceptions/problem'
import { problems, type ProblemCode } from '#exceptions/problems'

const instance = '019a9f5e-3c1b-7d42-9e0a-5b7c8d9e0f10'

const headersByStatus: Record<number, HeaderName[]> = {
  308: ['Location'],
  401: ['WWW-Authenticate'],
  403: ['WWW-Authenticate?'],
  409: ['Retry-After?'],
  429: ['RateLimit', 'RateLimit-Policy', 'Retry-After'],
  503: ['Retry-After'],
}

const details: Partial<Record<ProblemCode, Parameters<typeof problem>[2]>> = {
  validation_failed: {
    detail: 'title is missing.',
    errors: [{ pointer: '/title', rule: 'required', detail: 'title is missing.' }],
  },
}

export function codesByStatus(codes: ProblemCode[]): Map<number, ProblemCode[]> {
  const known = (Object.keys(problems) as ProblemCode[]).filter((code) => codes.includes(code))
  return Map.groupBy(known, (code) => problems[code].status)
}

export function answerName(codes: ProblemCode[]): string {
  return codes
    .map((code) => code.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase()))
    .join('Or')
}

export function problemAnswer(codes: ProblemCode[]) {
  const { status } = problems[codes[0]]
  const onlyThese = { required: ['code'], properties: { code: { enum: codes } } }
  return {
    description: codes.map((code) => problems[code].title).join(', or: '),
    headers: headersOf(['X-Request-Id', ...(headersByStatus[status] ?? [])]),
    content: {
      'application/problem+json': {
        schema: { allOf: [ref('Problem'), onlyThese] },
        examples: Object.fromEntries(
          codes.map((code) => [code, { value: problem(code, instance, details[code]) }])
        ),
      },
    },
  }
}
