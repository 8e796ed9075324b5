import { item, meta } from '#tests/support/wxr'

interface Text {
  title: string
  html: string
  markdown: string
  /** What the receipt says of it. */
  note?: string
}

/** Texts of WordPress, and the Markdown that an import makes of each. */
export const wordPressTexts: Text[] = [
  {
    title: 'lists of a classic post, with lines between their elements',
    html: 'Before\n<ul>\n<li>One</li>\n<li>Two\n<ol>\n<li>Below</li>\n</ol>\n</li>\n</ul>\nAfter\nit',
    markdown: 'Before\n\n- One\n- Two\n  1. Below\n\nAfter\\\nit',
  },
  {
    title: 'text between blocks, which is classic',
    html: '<!-- wp:paragraph -->\n<p>A block</p>\n<!-- /wp:paragraph -->\n\nClassic\n\nMore of it',
    markdown: 'A block\n\nClassic\n\nMore of it',
  },
  {
    title: 'lines in a pre element, and blank ones',
    html: 'Code:\n<pre>one\n\n  two</pre>\nEnd',
    markdown: 'Code:\n\n```\none\n\n  two\n```\n\nEnd',
  },
  {
    title: 'two line breaks, and those at an end',
    html: '<p><br>One<br><br>Two<br></p>',
    markdown: 'One\n\nTwo',
  },
  {
    title: 'marks with spaces at their ends, and marks within the same ones',
    html: '<p><em>Right, </em>and <strong>bold <b>too</b></strong>; <b> </b>end</p>',
    markdown: '_Right,_ and **bold too**; end',
  },
  {
    title: 'links without an address or a text',
    html: '<p><a>Button<br></a> <a name="top"></a><a href="/a">A</a><a href="/b">B</a></p>',
    markdown: 'Button\\\n[A](/a) [B](/b)',
  },
  {
    title: 'addresses in a text, as links that Markdown does not escape',
    html: 'https://video.example/a_b_c\n\nSee https://site.example/x_y_z, please.',
    markdown: '<https://video.example/a_b_c>\n\nSee <https://site.example/x_y_z>, please.',
  },
  {
    title: 'players and frames, as links',
    html: '<figure><audio src="https://a.example/a.mp3"></audio></figure><iframe src="//v.example/1" title="A film"></iframe>[video mp4="https://a.example/v.mp4"][/video]',
    markdown:
      '<https://a.example/a.mp3>\n\n[A film](https://v.example/1)\n\n<https://a.example/v.mp4>',
    note: 'links stand in the place of: audio, iframe, video',
  },
  {
    title: 'a caption below its picture',
    html: '[caption id="1"]<img src="https://a.example/a.jpg" alt="A"> A <em>cat</em>[/caption]',
    markdown: '![A](https://a.example/a.jpg)\n\nA _cat_',
  },
  {
    title: 'a picture behind a text, and one that loads late',
    html: '<div style="background-image:url(https://a.example/c.jpg)"><p>Cover</p></div><img src="data:image/gif;base64,R0" data-src="https://a.example/l.jpg">',
    markdown: '![](https://a.example/c.jpg)\n\nCover\n\n![](https://a.example/l.jpg)',
  },
  {
    title: 'words in brackets, which are no shortcodes',
    html: 'He said [sic] and [[gallery]]. [form id="3"] [note]x[/note]',
    markdown: 'He said \\[sic] and \\[\\[gallery]]. \\[form id="3"] \\[note]x\\[/note]',
    note: 'its shortcodes stay as they are written: form, note',
  },
  {
    title: 'blocks that WordPress fills when it shows them',
    html: '<!-- wp:latest-posts {"postsToShow":3} /--><!-- wp:spacer /--><!-- wp:paragraph --><p>Text</p><!-- /wp:paragraph --><!-- wp:jetpack/map {"a":"b"} /-->',
    markdown: 'Text',
    note: 'its blocks are not kept: latest-posts, jetpack/map',
  },
  {
    title: 'a synced pattern, in its place',
    html: '<!-- wp:block {"ref":900} /-->',
    markdown: 'A pattern',
  },
  {
    title: 'a gallery of the library, and one of the post',
    html: '[gallery ids="902,901,77"]\n\n[gallery columns="2"]',
    markdown: [
      '![Second](https://old.example/2.jpg)',
      '![](https://old.example/1.jpg)\n\nThe **first**',
      '![](https://old.example/1.jpg)\n\nThe **first**',
    ].join('\n\n'),
  },
]

/** What the texts lead to elsewhere in the export. @param post the id of the last of them */
export const itemsAround = (post: number) =>
  [
    item(900, { 'wp:post_type': 'wp_block', 'content:encoded': '<p>A pattern</p>' }),
    item(901, {
      'wp:post_type': 'attachment',
      'wp:post_parent': String(post),
      'wp:attachment_url': 'https://old.example/1.jpg',
      'excerpt:encoded': 'The <b>first</b>',
    }),
    item(
      902,
      { 'wp:post_type': 'attachment', 'wp:attachment_url': 'https://old.example/2.jpg' },
      meta('_wp_attachment_image_alt', 'Second')
    ),
  ].join('')
