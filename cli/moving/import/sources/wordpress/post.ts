import { textOfHtml } from '#cli/moving/import/sources/html/markdown_of_html'
import type { SourceOptions } from '#cli/moving/import/sources/options'
import { pictureNote, pictureOf, picturesIn } from '#cli/moving/import/sources/pictures'
import {
  postRow,
  publication,
  tagsOf,
  textNotes,
  unreadable,
} from '#cli/moving/import/sources/rows'
import { dataOf, metaOf } from '#cli/moving/import/sources/wordpress/meta'
import { withFootnotes } from '#cli/moving/import/sources/wordpress/footnotes'
import { galleryOf } from '#cli/moving/import/sources/wordpress/gallery'
import { taxonomyNotes } from '#cli/moving/import/sources/wordpress/terms'
import { seoOf } from '#cli/moving/import/sources/wordpress/seo'
import type { Survey } from '#cli/moving/import/sources/wordpress/survey'
import { textOf } from '#cli/moving/import/sources/wordpress/text'
import { libraryTexts } from '#cli/moving/import/sources/wordpress/attachment'
import { timeOf } from '#cli/moving/import/sources/wordpress/times'
import { valueOf, type Element } from '#cli/moving/import/sources/xml'
import type { Entry } from '#cli/moving/import/source'
import { siteLanguage } from '#domain/search/site'

interface Site {
  survey: Survey
  options: SourceOptions
  language: string
}

interface Given extends Site {
  id: string
  type: string
  place: string
  /** The id of its author. */
  author: string | null
  /** Of tags and categories. */
  names: string[]
}

const MAX_NAMED = 20

/** A post or a page. */
export function postOf(item: Element, { id, type, place, author, names, ...site }: Given): Entry {
  const value = (name: string) => valueOf(item, name)
  const status = value('wp:status')
  const { patterns } = site.survey
  const missing = new Set<string>()
  const gallery = galleryOf(value('wp:post_id'), site.survey, missing)
  const { content: text, notes } = textOf(withFootnotes(value('content:encoded'), item), {
    gallery,
    patterns,
  })
  const content = withFeatured(text, item, { ...site.survey, missing })
  if (missing.size > 0) {
    const named = [...missing].slice(0, MAX_NAMED).join(', ')
    notes.push(`the export does not have its pictures, as attachments: ${named}`)
  }
  const { tags, left } = tagsOf(names)
  notes.push(...taxonomyNotes(item))
  if (left > 0) notes.push(`${left} of its tags are not kept: a post has 20 at most`)
  const at =
    timeOf(value('wp:post_date_gmt')) ?? timeOf(value('wp:post_date')) ?? timeOf(value('pubDate'))
  const isHidden = status === 'private' || value('wp:post_password') !== ''
  if (value('wp:post_password') !== '') notes.push('it had a password: it is a draft here')
  else if (isHidden) notes.push('it was private: it is a draft here')
  const isPublic = (status === 'publish' || status === 'future') && !isHidden
  const { data, notes: unkept } = dataOf(item, site.options.meta)
  if (content === '') notes.push('it has no text')
  if (content.includes('\uFFFD')) notes.push(unreadable('its text'))
  const now = new Date()
  const createdAt = (at && at < now ? at : now).toISOString()
  const texts = {
    title: textOfHtml(value('title')),
    slug: value('wp:post_name'),
    excerpt: textOfHtml(value('excerpt:encoded')),
  }
  notes.push(...textNotes(texts))
  const row = postRow(id, {
    ...texts,
    type,
    content: content || '(This post has no text.)',
    tags: tags.map(({ slug }) => slug),
    data,
    seo: seoOf(item),
    language: /^[A-Za-z0-9-]{2,35}$/.test(site.language) ? site.language : siteLanguage(),
    user_id: author,
    pinned: value('wp:is_sticky') === '1' ? 'site' : null,
    comments_open: value('wp:comment_status') !== 'closed',
    created_at: createdAt,
    updated_at: (timeOf(value('wp:post_modified_gmt')) ?? new Date(createdAt)).toISOString(),
    ...publication(at, !isPublic),
    ...(status === 'trash' && { trashed_at: createdAt }),
  })
  return { kind: 'posts', place, row, ...shown(content, [...notes, ...unkept], site) }
}

/** Its featured image, above the text. */
function withFeatured(
  text: string,
  item: Element,
  { attachments, missing }: Pick<Survey, 'attachments'> & { missing: Set<string> }
): string {
  const [id = ''] = metaOf(item, '_thumbnail_id')
  const picture = attachments.get(id)
  if (!picture && Number(id) > 0) missing.add(id)
  if (!picture || text.includes(picture.url)) return text
  return `${pictureOf(picture.url, picture.alt)}\n\n${text}`.trim()
}

function shown(content: string, notes: string[], { survey, options }: Site) {
  if (options.media === 'skip') return { notes: [...notes, ...pictureNote(content)] }
  const base = options.site ?? survey.site
  const pictures = picturesIn(content, { base, files: survey.pictures }).map((picture) => {
    const kept = survey.pictures.get(picture.url)
    return kept ? { ...picture, ...libraryTexts(kept, picture.alt) } : picture
  })
  return { notes, pictures }
}
