/** An export of WordPress. */
export const wxr = (
  items: string,
  site = 'https://old.example'
) => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="e" xmlns:content="c" xmlns:dc="d" xmlns:wp="w"><channel>
<title>A site</title><link>${site}</link><language>en-GB</language>
<wp:base_blog_url>${site}</wp:base_blog_url>
<wp:author><wp:author_id>2</wp:author_id><wp:author_login>jane.doe</wp:author_login>
<wp:author_email>jane@example.org</wp:author_email>
<wp:author_display_name><![CDATA[Jane Doe]]></wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>city-life</wp:category_nicename>
<wp:cat_name><![CDATA[City Life]]></wp:cat_name>
<wp:category_description>Streets &amp; squares</wp:category_description></wp:category>
${items}
</channel></rss>`

/** An item with its members. */
export const item = (id: number, members: Record<string, string>, more = '') =>
  `<item>${Object.entries({
    'wp:post_id': String(id),
    'wp:post_type': 'post',
    'wp:status': 'publish',
    'wp:post_date_gmt': '2015-02-03 04:05:06',
    'dc:creator': 'jane.doe',
    'content:encoded': 'Text',
    'title': `Post ${id}`,
    ...members,
  })
    .map(([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`)
    .join('')}${more}</item>\n`

/** A custom field. */
export const meta = (key: string, value: string) =>
  `<wp:postmeta><wp:meta_key>${key}</wp:meta_key><wp:meta_value><![CDATA[${value}]]></wp:meta_value></wp:postmeta>`

/** An approved comment, unless the members say otherwise. */
export const comment = (id: number, parent: number, members: Record<string, string> = {}) =>
  `<wp:comment>${Object.entries({
    'wp:comment_id': String(id),
    'wp:comment_parent': String(parent),
    'wp:comment_author': 'Bob',
    'wp:comment_author_email': 'bob@example.org',
    'wp:comment_date_gmt': `2015-02-04 00:00:${String(id).padStart(2, '0')}`,
    'wp:comment_content': `Comment ${id}`,
    'wp:comment_approved': '1',
    'wp:comment_user_id': '0',
    ...members,
  })
    .map(([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`)
    .join('')}</wp:comment>`
