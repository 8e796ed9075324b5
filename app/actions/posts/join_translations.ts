import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ForbiddenException from '#exceptions/forbidden_exception'
import ValidationException from '#exceptions/validation_exception'
import { idsInGroups } from '#queries/posts/translations'
import PostUpdated from '#events/post_updated'
import { mayEditPost, rankOfUser, type Written } from '#domain/acting'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'

interface JoinInput {
  /** Absent before the post is created. */
  id?: number
  /** A post that says the same in another language. */
  translationOf: number
  actor: Actor
  client: TransactionClientContract
}

interface Found extends Written {
  translation_group: number | null
}

/**
 * Finds and locks the group of translations for a post. A link changes the other posts too, so it takes the right to
 * edit the named one. @throws ValidationException for a post that the actor may not see, ForbiddenException
 */
export async function joinTranslations(input: JoinInput): Promise<number> {
  const { id, translationOf, actor, client } = input
  if (translationOf === id) refuse('A post is no translation of itself.')
  const { rows } = await client.rawQuery(
    `select translation_group, posts.user_id,
       (select ${rankOfUser} from users where users.id = posts.user_id) as author_rank
     from posts where id = :translationOf and ${maySeePost.sqlFor(actor)} for no key update`,
    { translationOf, viewerId: actor.id }
  )
  const post: Found | undefined = rows[0]
  if (!post) refuse('There is no such post.')
  if (!mayEditPost.holds(post, actor)) {
    throw new ForbiddenException('Translations link only posts that you may edit.')
  }
  return post.translation_group ?? begin(translationOf, client)
}

/** A number that no other group has or will have. */
async function begin(id: number, client: TransactionClientContract): Promise<number> {
  const { rows } = await client.rawQuery(
    `update posts set translation_group = nextval('posts_id_seq') where id = :id
     returning translation_group`,
    { id }
  )
  return rows[0].translation_group
}

/** Publishes a change of a post, which its translations show too. */
export async function publishChange(id: number, ...groups: (number | null)[]): Promise<void> {
  const others = groups.filter((group) => group !== null)
  if (others.length === 0) return PostUpdated.dispatch(id)
  const ids = new Set([id, ...(await idsInGroups(others))])
  await Promise.all([...ids].map((one) => PostUpdated.dispatch(one)))
}

function refuse(detail: string): never {
  throw new ValidationException([{ pointer: '/translation_of', rule: 'exists', detail }])
}
