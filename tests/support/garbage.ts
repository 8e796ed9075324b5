/** Texts that no part of Plaza sends, for whatever takes messages from outside its process. */
export const garbageTexts: string[] = [
  '',
  'garbage{',
  '{',
  '[',
  '[]]',
  'null',
  'true',
  '-1e999',
  '"post:1"',
  '{}',
  '{"length":1,"0":"post:1"}',
  '{"__proto__":["post:1"]}',
  '[null]',
  '[1]',
  '[["post:1"]]',
  '[{"toString":"post:1"}]',
  '["post:1",null]',
  '[""]',
  '["post:\\u0000"]',
  '["p\\u00f6st:1"]',
  '["post:\ufffd"]',
  JSON.stringify(['x'.repeat(65)]),
  JSON.stringify(Array.from({ length: 101 }, () => 'x')),
  JSON.stringify('x'.repeat(7000)),
  '['.repeat(5000),
]

/** Longer than PostgreSQL takes. */
export const hugeGarbage = [JSON.stringify(['x'.repeat(2_000_000)]), '['.repeat(200_000)]
