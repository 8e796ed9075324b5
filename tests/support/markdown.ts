/** Ways to run a script from Markdown, after the cheat sheets of OWASP and PortSwigger. */
export const scripts = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](&#106;avascript:alert(1))',
  '[a](java\nscript:alert(1))',
  '[a](javascript&colon;alert(1))',
  '[a](\u0001javascript:alert(1))',
  '[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[a](vbscript:msgbox(1))',
  '[a](//evil.example/x)',
  '![a](javascript:alert(1))',
  '![a](data:image/svg+xml;base64,PHN2Zy8+)',
  '![a" onerror="alert(1)](x)',
  '![a](x "\\" onerror=\\"alert(1)")',
  '[a](x "t\\" onmouseover=\\"alert(1)")',
  '[a]: javascript:alert(1)\n\n[a]',
  '<javascript:alert(1)>',
  '<https://a.example/"onmouseover="alert(1)>',
  '```"><script>alert(1)</script>\na\n```',
  '```js" onclick="alert(1)\na\n```',
  '`<script>alert(1)</script>`',
  '# <a name="x" onclick="alert(1)">',
  '# __proto__\n# constructor\n# location',
  '|<script>alert(1)</script>|\n|-|\n|<img src=x onerror=alert(1)>|',
  '<a href="javascript:alert(1)">a</a>',
  '<!--><script>alert(1)</script>-->',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<![CDATA[<script>alert(1)</script>]]>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  'https://example.org/"><script>alert(1)</script>',
  'mailto:a@example.org?x="onclick="alert(1)',
]

const LENGTH = 50_000

const filled = (part: string) => part.repeat(Math.floor(LENGTH / part.length))

/** Texts that take a Markdown parser time by their square. */
export const hostileMarkdown = {
  'open brackets': filled('['),
  'nested brackets': '['.repeat(LENGTH / 2) + ']'.repeat(LENGTH / 2),
  'nested quotes': filled('>'),
  'quotes of many lines': '>'.repeat(99) + filled('a\n').slice(0, 40_000),
  'nested lists': filled('- '),
  'open links': filled('[a]('),
  'open emphasis': filled('**a*b'),
  'wide tables': `|${'a|'.repeat(120)}\n|${'-|'.repeat(120)}\n${'a\n'.repeat(20_000)}`,
  'open tags': filled('<'),
}
