import type { LanguageCode } from '#domain/search/languages'

interface WordForms {
  language: LanguageCode
  text: string
  finds: string[]
}

/** Texts in many scripts, with searches that match them and searches that don't. */
export const searches = [
  {
    text: '„Nashorn“ sah ‘zebra’ und «lynx» — otter…badger',
    finds: ['nashorn', 'zebra', 'lynx', 'otter', 'badger', '“otter…badger”', '‘zebra’'],
    misses: ['nash', 'otterbadger'],
  },
  {
    text: 'She’s the sculptor whose neighbours’ dogs didn’t bark',
    finds: [
      "she's",
      'She’s',
      'sculptors',
      'neighbour',
      "didn't bark",
      'didn’t',
      '"dogs didn’t bark"',
    ],
    misses: ['"sculptor’s dogs"', 'barking -dog'],
  },
  {
    text: 'Crème brûlée à la Ångström, mit Smørrebrød und Łódź',
    finds: ['creme', 'CRÈME', 'brulee', 'cre\u0300me', 'angstrom', 'smorrebrod', 'LODZ', 'łódź'],
    misses: ['crem brul'],
  },
  {
    text: 'Re\u0301union a\u0300 l’e\u0301cole, Großstraße und ﬂoß',
    finds: [
      'réunion',
      'reunion',
      'l’école',
      'école',
      'ECOLE',
      'grossstrasse',
      'GROẞSTRASSE',
      'floss',
    ],
    misses: ['grostrase'],
  },
  {
    text: 'ＷＩＤＥ letters, ｶﾀｶﾅ and №７, Plaza™',
    finds: ['wide', 'ｗｉｄｅ', 'カタカナ', 'カタ', '7', '７', 'plaza'],
    misses: ['plazatm', 'タカカ'],
  },
  {
    text: '我们明天在图书馆开会，讨论新项目。',
    finds: [
      '图书馆',
      '明天',
      '图书',
      '馆',
      '开会',
      '新项目',
      '图书馆 会',
      '"讨论新项目"',
      '我们明天在图书馆',
    ],
    misses: ['书图', '图书开', '会讨论', '雨'],
  },
  {
    text: '東京の図書館で働いています。データベースも好き',
    finds: ['東京', '図書館', '働いて', 'データベース', 'ベース', 'ﾃﾞｰﾀ', '好き'],
    misses: ['京都', 'テータ'],
  },
  {
    text: '도서관에서 친구들을 만났습니다',
    finds: ['도서관', '친구', '친구들', '만났', '도서관에서 친구', '도서관'.normalize('NFD')],
    misses: ['서도', '관친'],
  },
  {
    text: 'เราไปห้องสมุดด้วยกันเมื่อวาน ເຮົາໄປຕະຫຼາດ ខ្ញុំទៅសាលា ကျွန်တော်',
    finds: ['ห้องสมุด', 'สมุด', 'เมื่อวาน', 'ຕະຫຼາດ', 'សាលា', 'တော်'],
    misses: ['มุดส', 'ตลาด'],
  },
  {
    text: 'كِتَابٌ جَدِيدٌ في المَكْتَبَة، رقم ٤٢ و۷',
    finds: ['كتاب', 'كِتاب', 'المكتبة', 'المكتبه', '42', '٤٢', '7', 'کتاب'],
    misses: ['كتب'],
  },
  {
    text: 'می‌روم به کتابخانه\u200c؛ שָׁלוֹם לְכֻלָּם, צה״ל',
    finds: ['می روم', 'می‌روم', 'כולם or לכלם', 'שלום', 'צה"ל', 'צה״ל'],
    misses: ['میروم', 'שלומ'],
  },
  {
    text: 'Мы читали новые книги о ёжиках и йогурте. Дерево ΟΔΟΣ',
    finds: [
      'книга',
      'КНИГ',
      'читал',
      'ежики',
      'ёжик',
      'йогурт',
      'деревья or дерева',
      'οδος',
      'Όδος',
    ],
    misses: ['иогурт', 'книжка'],
  },
  {
    text: 'हिन्दी में किताब पढ़ना क़लम, தமிழ் நூல்',
    finds: ['किताब', 'हिन्दी', 'पढ़ना'.normalize('NFD'), 'क़लम', 'தமிழ்'],
    misses: ['कताब', 'तमिल'],
  },
  {
    text: 'See https://wiki.harbour.example.net/en/tide-tables/2031?day=5#noon or mail tide@sea.example.org',
    finds: [
      'https://wiki.harbour.example.net/en/tide-tables/2031?day=5#noon',
      'wiki.harbour.example.net',
      'harbour.example.net',
      'example.net',
      'HARBOUR',
      'tide-tables',
      'tide tables',
      'tables',
      'tide@sea.example.org',
      'sea.example.org',
    ],
    misses: ['harbour.net', 'wiki.example.net', 'https://wiki.harbour.example.net/en/2031'],
  },
  {
    text: 'Upgrade to release v4.17.2-beta6, SARS-CoV-2 and snake_case_name, F16 or B-52, 3,5 × 10²',
    finds: [
      '4.17.2',
      'v4.17.2-beta6',
      'beta 6',
      'sars cov 2',
      'sars-cov-2',
      'SARS-CoV',
      'snake_case',
      'case name',
      'f-16',
      'f16',
      'b52',
      '3,5',
      '102',
    ],
    misses: ['4.2.17', '17.4', 'case_snake'],
  },
  {
    text: 'To have and have not: Those Were the Days',
    finds: ['to have', 'those were the', '"have not"', 'the days', 'HAVE AND'],
    misses: ['"not have"', 'to be', '-the', 'whom'],
  },
  {
    text: 'Lovely picnic 🧺🌳 with soft\u00adhyphen and zero\u200bwidth in İzmir, ISPARTA',
    finds: [
      '🧺',
      '🌳 picnic',
      'softhyphen',
      'zerowidth',
      'izmir',
      'İZMİR',
      'ısparta',
      'isparta',
      'picnics',
    ],
    misses: ['🌻', '🌳🧺'],
  },
  {
    text: '<!-- hidden --> <b>visible</b> &amp; a_b <script>alert(1)</script>',
    finds: ['hidden', 'visible', 'amp', 'a_b', 'alert', '<script>'],
    misses: ['scripted alerting now'],
  },
]

/** Searches without a word, a number or an emoji. */
export const emptySearches = [
  '-',
  '"',
  '""',
  '%',
  '_',
  '…—',
  '“”',
  '& | ! <-> ( )',
  '\\',
  '\u200b',
  '\u0301',
  '-"-"',
  '™',
]

/** Words that belong together in one language of a site. */
export const wordForms: WordForms[] = [
  {
    language: 'de',
    text: 'Die Bäume und die Straßen',
    finds: ['Baum', 'baume', 'Strasse', 'STRASSEN'],
  },
  {
    language: 'fr',
    text: 'Les chevaux mangeaient des pommes',
    finds: ['manger', 'pomme', 'mangeait'],
  },
  { language: 'es', text: 'Las canciones más bonitas', finds: ['canción', 'cancion', 'bonito'] },
  { language: 'tr', text: 'Kitaplar ve evler', finds: ['kitap', 'ev', 'KİTAP'] },
  { language: 'uk', text: 'Великі книжки та міста', finds: ['книжка', 'місто'] },
  { language: 'el', text: 'Τα βιβλία και οι πόλεις', finds: ['πόλη', 'ΠΟΛΕΙΣ'] },
  { language: 'ar', text: 'قرأت الكتاب في المدرسة', finds: ['كتاب', 'مدرسة'] },
  { language: 'hi', text: 'लड़कियों ने किताबें पढ़ीं', finds: ['किताब', 'लड़की'] },
  { language: 'en', text: 'Mice were running happily', finds: ['run', 'runs', 'run happily'] },
]
