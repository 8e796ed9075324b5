import app from '@adonisjs/core/services/app'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import * as fc from 'fast-check'
import Post from '#models/post'
import { matching, searchText } from '#queries/posts/page_statement'
import { Analysis } from '#domain/search/analysis'
import { fold } from '#domain/search/fold'
import { queryOf } from '#domain/search/query'
import { vectorOf } from '#domain/search/vector'
import { ownDatabase } from '#tests/support/own_database'
import { processorTimeOf } from '#tests/support/processor_time'
import { searches, wordForms } from '#tests/support/searches'

const english = new Analysis('en')

const isFound = async (vector: string, query: string) => {
  const { rows } = await db.rawQuery('select ?::tsvector @@ ?::tsquery as found', [vector, query])
  return rows[0].found as boolean
}

test.group('A search', () => {
  test('finds the same in a database with {locale}')
    .with([
      { locale: `locale 'C' locale_provider libc` },
      { locale: `locale 'C' locale_provider builtin builtin_locale 'C.UTF-8'` },
      { locale: `locale 'C' locale_provider icu icu_locale 'en-US'` },
      { locale: `locale 'C' locale_provider icu icu_locale 'tr-TR'` },
    ])
    .timeout(60_000)
    .run(async ({ assert }, { locale }) => {
      const own = await ownDatabase({ locale })
      try {
        const runner = new MigrationRunner(db, app, {
          direction: 'up',
          connectionName: own.connection,
        })
        await runner.run()
        const client = db.connection(own.connection)
        const posts = searches.map(({ text }) => ({ title: 'Words', content: text }))
        await Post.createMany(
          posts.map((post) => ({ ...post, published: false })),
          { client }
        )
        const isThere = async (content: string, search: string) =>
          (await client
            .from('posts')
            .where({ content })
            .whereRaw(matching, [searchText(search)])
            .first()) !== null
        for (const { text, finds, misses } of searches) {
          for (const search of finds) assert.isTrue(await isThere(text, search), search)
          for (const search of misses) assert.isFalse(await isThere(text, search), search)
        }
      } finally {
        await own.drop()
      }
    })

  test('matches word forms of "{language}" in: {text}')
    .with(wordForms)
    .run(async ({ assert }, { language, text, finds }) => {
      const analysis = new Analysis(language)
      const vector = vectorOf({ title: 'x', content: text }, analysis)
      for (const search of finds) {
        assert.isTrue(await isFound(vector, queryOf(search, analysis)!.text), search)
      }
    })

  test('does not reach from the title into the content', async ({ assert }) => {
    const vector = vectorOf({ title: 'North wind', content: 'Sun and moon' }, english)
    assert.isFalse(await isFound(vector, queryOf('"wind sun"', english)!.text))
    assert.isTrue(await isFound(vector, queryOf('wind sun', english)!.text))
  })

  test('finds a phrase anywhere in 50 000 characters', async ({ assert }) => {
    const filler = (count: number) => Array.from({ length: count }, (_, n) => `a${n}`).join(' ')
    const content = `${filler(3000)} silver lantern ${filler(3000)} 春天来了${'一'.repeat(17_000)}夏天去了`
    const vector = vectorOf({ title: 'x', content }, english)
    for (const search of ['"silver lantern"', '春天来了', '夏天去了', 'silver-lantern']) {
      assert.isTrue(await isFound(vector, queryOf(search, english)!.text), search)
    }
    assert.isFalse(await isFound(vector, queryOf('"lantern silver"', english)!.text))
  })

  test('splits {what} quickly, into a form that PostgreSQL accepts')
    .with([
      { what: 'one word', content: 'a'.repeat(50_000) },
      { what: 'underscores', content: 'a_'.repeat(25_000) },
      { what: 'comments of HTML', content: '<!--'.repeat(12_500) },
      { what: 'quotes', content: `'"\\`.repeat(16_000) },
      { what: 'marks in disorder', content: 'a' + '\u0301\u0323'.repeat(24_999) },
      { what: 'marks alone', content: '\u064b\u0651'.repeat(25_000) },
      { what: 'Chinese', content: random(50_000, 0x4e00, 20_000) },
      { what: 'rare Chinese', content: random(50_000, 0x20000, 40_000) },
      { what: 'Korean', content: random(50_000, 0xac00, 11_000) },
      { what: 'long forms', content: '\ufdfa'.repeat(50_000) },
      { what: 'Deseret', content: random(50_000, 0x10400, 40) },
      { what: 'short words', content: random(50_000, 0x61, 26).replace(/(.{2})./gu, '$1 ') },
      { what: 'words of five', content: random(50_000, 0x61, 26).replace(/(.{5})./gu, '$1 ') },
      { what: 'emoji', content: '🌻'.repeat(50_000) },
      { what: 'digits', content: random(50_000, 0x660, 10) },
    ])
    .run(async ({ assert }, { content }) => {
      let vector = ''
      const taken = await processorTimeOf(() => {
        vector = vectorOf({ title: content.slice(0, 200), content }, english)
      })
      assert.isBelow(taken, 3000)
      const { rows } = await db.rawQuery('select length(?::tsvector) as count', [vector])
      assert.isAtMost(rows[0].count, 20_000)
    })

  test('turns any input into a query that PostgreSQL accepts', async ({ assert }) => {
    const sign = fc.constantFrom(...`'"\\-–&|!<>():*“”«» or OR the א"ב天か🌻7é\u0301\u200c`)
    const asked = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(sign, { maxLength: 200 }).map((signs) => signs.join(''))
    )
    const samples = fc.sample(asked, 300)
    const texts = samples.flatMap((sample) => queryOf(sample, english)?.text ?? [])
    assert.isAbove(texts.length, 50)
    const { rows } = await db.rawQuery(
      'select count(*) from unnest(?::text[]) as text where numnode(text::tsquery) > 0',
      [texts]
    )
    assert.equal(rows[0].count, texts.length)
  })

  test('folds "{name}" to "{folded}"')
    .with([
      { name: 'Ａｎｎａ SSturm', folded: 'anna ssturm' },
      { name: 'İpek ISIK ılık', folded: 'ipek isik ilik' },
      { name: 'Łukasz Ørsted Æsop', folded: 'lukasz orsted aesop' },
      { name: 'Zoe\u0308 Zo\u00eb', folded: 'zoe zoe' },
      { name: 'Андре́й Ёлкин', folded: 'андрей елкин' },
      { name: 'مُحَمَّد', folded: 'محمد' },
      { name: 'がカﾞ', folded: 'がガ' },
      { name: 'a\u200bb\u00adc', folded: 'abc' },
    ])
    .run(({ assert }, { name, folded }) => {
      assert.equal(fold(name), folded)
      assert.equal(fold(folded), folded)
    })
})

/** Characters of a Unicode block, the same in every run. */
function random(count: number, from: number, size: number): string {
  let state = 1
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647
    return String.fromCodePoint(from + (state % size))
  }).join('')
}
