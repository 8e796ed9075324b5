import GoneException from '#exceptions/gone_exception'
import MovedException from '#exceptions/moved_exception'
import type { JsonResponse } from '#http/json_response'
import { cachedIdOfSlug } from '#queries/posts/cached_posts'
import { findVisiblePost } from '#queries/posts/find_post'
import { findOldSlug } from '#queries/posts/find_slug'
import { nullIfMissing } from '#queries/posts/null_if_missing'
import { showPost } from '#queries/posts/show_post'
import type { AskedMembers } from '#resources/definition/view'
import { publicPath } from '#domain/public_path'
import type { Actor } from '#domain/roles'

interface AskedPost extends AskedMembers {
  type?: string
}

/** @throws NotFoundException, MovedException for an old slug, GoneException after a purge */
export async function showPostWithSlug(
  slug: string,
  viewer: Actor | null,
  asked: AskedPost
): Promise<JsonResponse> {
  const { type = 'post', ...members } = asked
  const id = await cachedIdOfSlug(slug, type).catch(nullIfMissing)
  if (id !== null) return showPost(id, viewer, members)

  const old = await findOldSlug(slug, type)
  if (old.id === null) throw new GoneException('The post was deleted for good.')
  await findVisiblePost(old.id, viewer)
  const query = new URLSearchParams({ ...asked }).toString()
  throw new MovedException(publicPath(`/posts/slug/${old.slug}`) + (query && `?${query}`))
}
