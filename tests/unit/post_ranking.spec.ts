import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import SeedPlaza from '#database/seeding/seed_plaza'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import NotFoundException from '#exceptions/not_found_exception'
import { listPosts } from '#queries/posts/list_posts'
import type { PostSort } from '#queries/posts/list_options'
import { postRanking } from '#queries/staff/post_ranking'
import { postRankingShape } from '#resources/post_ranking'
import { emptyDatabase } from '#tests/support/database'

const counts = { users: 30, posts: 90, comments: 0, votes: 800 }

const idsOf = async (sort: PostSort, search?: string) =>
  (await listPosts({ sort, search, limit: 100 })).items.map(({ id }) => id)

test.group('The ranking of a post', (group) => {
  group.setup(emptyDatabase)
  group.setup(async () => {
    await new SeedPlaza().handle({ ...counts, password: 'a plain password' })
    // They differ only in their ids.
    const { listed_at: publishedAt } = await db.from('posts').where('visible', true).firstOrFail()
    await db
      .from('posts')
      .whereIn('id', (await idsOf('new')).slice(3, 6))
      .update({
        published_at: publishedAt,
        upvotes: 2,
        downvotes: 0,
      })
  })
  group.teardown(emptyDatabase)

  test('is its place in the lists, for every post', async ({ assert }) => {
    const [hot, top, latest] = [await idsOf('hot'), await idsOf('top'), await idsOf('new')]
    for (const id of hot) {
      const ranking = await postRanking(id)
      const place = hot.indexOf(id)
      assert.equal(ranking.hot.rank, place + 1)
      assert.equal(ranking.hot.above, hot[place - 1] ?? null)
      assert.equal(ranking.hot.below, hot[place + 1] ?? null)
      assert.equal(ranking.top.rank, top.indexOf(id) + 1)
      assert.equal(ranking.new.rank, latest.indexOf(id) + 1)
      assert.notProperty(ranking, 'search')
    }
  })

  test('is explained by terms that make up the score', async ({ assert }) => {
    await db
      .from('posts')
      .whereIn('id', (await idsOf('new')).slice(0, 1))
      .update({
        upvotes: 0,
        downvotes: 99,
      })
    for (const id of await idsOf('hot')) {
      const { hot, top } = await postRanking(id)
      assert.closeTo(hot.magnitude + hot.age_points, hot.score, 1e-6)
      assert.equal(top.votes_count, hot.votes_count)
    }
    const [disputed] = await idsOf('new')
    assert.equal((await postRanking(disputed)).hot.magnitude, -2)
  })

  test('rises with each vote: at {count} votes')
    .with([{ count: 0 }, { count: 1 }, { count: 5 }, { count: 40 }, { count: 1000 }])
    .run(async ({ assert }, { count }) => {
      const at = new Date('2026-03-01')
      const posts = await PostFactory.createMany(5)
      const votes = [-count - 1, -count, 0, count, count + 1]
      for (const [index, { id }] of posts.entries()) {
        const [up, down] = [Math.max(votes[index], 0), Math.max(-votes[index], 0)]
        const row = { published_at: at, upvotes: up + 3, downvotes: down + 3 }
        await db.from('posts').where({ id }).update(row)
      }
      const scores = await db
        .from('posts')
        .whereIn(
          'id',
          posts.map(({ id }) => id)
        )
        .orderBy('id')
        .select('hot')
      for (const [index, { hot }] of scores.entries()) {
        const step = votes[index] - votes[index - 1]
        if (index > 0) assert.equal(Math.sign(hot - scores[index - 1].hot), Math.sign(step))
      }
      await db
        .from('posts')
        .whereIn(
          'id',
          posts.map(({ id }) => id)
        )
        .delete()
    })

  test('is its place in a search for {search}')
    .with([
      { search: 'friendly or how or trouble' },
      { search: 'things -bench' },
      { search: 'rain' },
    ])
    .run(async ({ assert }, { search }) => {
      const found = await idsOf('relevance', search)
      for (const id of await idsOf('new')) {
        const ranking = (await postRanking(id, search)).search!
        assert.equal(ranking.query, search)
        assert.equal(ranking.matches, found.includes(id))
        assert.equal(ranking.rank, found.includes(id) ? found.indexOf(id) + 1 : null)
      }
    })

  test('names the matches of a search for {search}: {title}, {content}')
    .with([
      { search: 'picnic', matches: true, title: ['picnic'], content: ['picnic'] },
      {
        search: 'PICNICS sourdough',
        matches: true,
        title: ['picnic'],
        content: ['picnic', 'sourdough'],
      },
      { search: '"long picnic"', matches: true, title: ['picnic'], content: ['long', 'picnic'] },
      { search: 'picnic -bread', matches: true, title: ['picnic'], content: ['picnic'] },
      { search: 'picnic -park', matches: false, title: ['picnic'], content: ['picnic'] },
      { search: 'picnic tomatoes', matches: false, title: ['picnic'], content: ['picnic'] },
      { search: 'nowhere', matches: false, title: [], content: [] },
      { search: '-park', matches: false, title: [], content: [] },
      { search: `'"\\ & | ${'-'.repeat(50)}park`, matches: true, title: [], content: ['park'] },
    ])
    .run(async ({ assert }, { search, matches, title, content }) => {
      const { id } = await PostFactory.merge({
        title: 'Picnics',
        content: 'Sourdough for a long picnic in the park.',
        userId: (await UserFactory.create()).id,
      }).create()
      const ranking = (await postRanking(id, search)).search!
      assert.equal(ranking.matches, matches)
      assert.deepEqual(ranking.matched_terms, { title, content })
      await db.from('posts').where('id', id).delete()
    })

  test('of a draft or a removed post has its score, and no places', async ({ assert }) => {
    const draft = await db.from('posts').where('published', false).firstOrFail()
    const removed = await db.from('posts').where('visible', true).firstOrFail()
    await db.from('posts').where('id', removed.id).update({ removed_at: new Date() })

    for (const { id, title, hot: score } of [draft, removed]) {
      const { hot, top, new: latest, search } = await postRanking(id, `"${title}"`)
      assert.equal(hot.score, score)
      assert.deepEqual([hot.rank, hot.above, hot.below], [null, null, null])
      assert.deepEqual([top.rank, latest.rank, search!.rank], [null, null, null])
      assert.isTrue(search!.matches)
    }
    await db.from('posts').where('id', removed.id).update({ removed_at: null })
  })

  test('of a missing post is not found, and a blank search is no search', async ({ assert }) => {
    await assert.rejects(() => postRanking(2 ** 50), new NotFoundException('post').message)
    const [id] = await idsOf('new')
    assert.notProperty(await postRanking(id, '  '), 'search')
  })

  test('is shown as the schema says', async ({ assert }) => {
    const [id] = await idsOf('hot')
    const shown = await postRanking(id, 'rain')
    const { properties }: any = postRankingShape.schema
    assert.sameMembers(Object.keys(shown), Object.keys(properties))
    assert.sameMembers(Object.keys(shown.hot), properties.hot.required)
    assert.sameMembers(Object.keys(shown.search!), properties.search.required)
  })
})
