/** Things are plural, deeds are activities, places say where, so each template fits each topic. */
const words = (list: string) => list.trim().split(/,\s+/)
const lines = (list: string) => list.trim().split(/\n\s*/)

export const firstNames = words(`
  Ada, Amir, Anika, Anton, Aisha, Beatriz, Ben, Bruno, Carla, Chen, Clara, Dario, Dina, Elif, Elena,
  Emil, Esra, Farid, Fatima, Felix, Freya, Gita, Goran, Greta, Hana, Hugo, Ida, Igor, Ines, Ivan,
  Jana, Jonas, Jun, Kaya, Kofi, Lars, Leila, Lena, Luca, Luisa, Maja, Malik, Marta, Mateo, Mei, Mila,
  Nadia, Nils, Noor, Olga, Omar, Oscar, Pablo, Petra, Priya, Rafael, Rosa, Ruben, Sana, Selma, Sven,
  Tamar, Theo, Tomas, Uma, Vera, Viktor, Wanda, Yara, Yusuf, Zoe
`)

export const lastNames = words(`
  Abe, Adler, Baker, Berg, Bianchi, Brook, Castro, Costa, Dahl, Diaz, Dubois, Ekman, Farah, Finch,
  Fischer, Garcia, Gupta, Haddad, Hansen, Heron, Holm, Ivanova, Jensen, Kato, Keller, Khan, Kim,
  Kovac, Larsen, Lee, Lopez, Marsh, Mensah, Meyer, Moreau, Mori, Nakano, Novak, Okafor, Olsen, Osman,
  Park, Petrov, Popa, Quinn, Reyes, Ricci, Rivera, Rossi, Sato, Silva, Singh, Stone, Suzuki, Tanaka,
  Torres, Vega, Virtanen, Vogel, Wagner, Weber, Wolf, Wood, Yilmaz, Zhang
`)

export interface Topic {
  name: string
  things: string[]
  deeds: string[]
  places: string[]
  qualities: string[]
}

const topic = (name: string, things: string, deeds: string, places: string, qualities: string) => ({
  name,
  things: words(things),
  deeds: words(deeds),
  places: words(places),
  qualities: words(qualities),
})

export const topics: Topic[] = [
  topic(
    'gardening',
    'tomatoes, runner beans, raised beds, compost heaps, seedlings, dahlias, apple trees, strawberries',
    'sowing in March, watering at dawn, pruning, weeding by hand, saving seeds, planting out',
    'on the balcony, at the allotment, in the greenhouse, behind the shed',
    'healthy, abundant, old-fashioned, thirsty, hardy'
  ),
  topic(
    'baking',
    'sourdough loaves, rye breads, cinnamon buns, pizza doughs, starters, flatbreads, baguettes',
    'kneading, proving overnight, feeding a starter, shaping, baking in a cast-iron pot',
    'in a small kitchen, at the village oven, on a hot stone, at the bakery',
    'crusty, airy, sour, dense, forgiving'
  ),
  topic(
    'cycling',
    'steel frames, hub gears, panniers, dynamo lights, cargo bikes, winter tyres, leather saddles',
    'commuting in the rain, truing a wheel, touring, riding at night, carrying the shopping',
    'on the canal path, over the pass, in city traffic, along the coast',
    'sturdy, light, second-hand, quiet, reliable'
  ),
  topic(
    'reading',
    'short stories, long novels, travel diaries, poems, library cards, detective stories, translations',
    'reading aloud, annotating, swapping paperbacks, rereading, listening on the train',
    'at the library, in a hammock, on the night train, in the reading circle',
    'gripping, forgotten, slow, funny, unfinished'
  ),
  topic(
    'repair',
    'toasters, sewing machines, old radios, zips, bicycle pumps, wooden chairs, soldering irons',
    'soldering, darning, gluing, sharpening, hunting for spare parts, reading the manual',
    'at the repair café, in the cellar, on the kitchen table, at the flea market',
    'stubborn, well-made, noisy, worn-out, repairable'
  ),
  topic(
    'music',
    'accordions, folk songs, choir rehearsals, ukuleles, vinyl records, drum kits, fiddle tunes',
    'practising scales, tuning by ear, singing in parts, busking, learning a tune by heart',
    'in the rehearsal room, at the street festival, by the campfire, in the old cinema',
    'out-of-tune, cheerful, borrowed, loud, simple'
  ),
  topic(
    'hiking',
    'mountain huts, paper maps, rain jackets, walking boots, ridge walks, tents, thermos flasks',
    'walking before sunrise, reading a contour map, packing light, fording a stream, hut-hopping',
    'above the tree line, in the marshes, on the long trail, at the summit',
    'remote, waterproof, comfortable, steep, dependable'
  ),
  topic(
    'astronomy',
    'meteor showers, dobsonian telescopes, star charts, double stars, lunar craters, comets, nebulae',
    'waiting for clear skies, collimating, sketching at the eyepiece, star-hopping, stacking frames',
    'on the hill, at the observatory, far from the street lamps, in the back garden',
    'faint, dazzling, portable, affordable, home-made'
  ),
  topic(
    'neighbourhood',
    'street parties, benches, speed bumps, playgrounds, tool libraries, market stalls, bus stops',
    'knocking on doors, writing to the council, putting up a notice, lending a hand, sharing tools',
    'in our street, on the square, at the town hall, by the fountain',
    'friendly, temporary, shady, overdue, shared'
  ),
]

/** `{things}` and `{others}` always differ; a capital starts a sentence. */
export const titles = lines(`
  How do you keep {things} {quality}?
  In praise of {quality} {things}
  What {deed} taught me about {things}
  Which {things} for a beginner?
  {Things} or {others}?
  A year of {deed}
  Are {quality} {things} worth it?
  My notes on {deed}
  The trouble with {things}
  {Deed}, one season later
  Show me your {things}
  Has anybody tried {deed} {place}?
  {Things} {place}: a small guide
  I was wrong about {things}
  Looking for {quality} {things}
  Why I gave up {deed}
`)

export const statements = lines(`
  I have been {deed} for {number} years, and {things} still surprise me.
  Most advice on {things} leaves out {deed}.
  Last week I saw some truly {quality} {things} {place}.
  It began with {deed} {place}, and it has not ended since.
  Nobody told me that {things} could be so {quality}.
  The {number} rules that I follow all come down to {deed}.
  A friend swears by {others}, but {things} have served me better.
  What I like about {things} is that they ask for patience and give it back.
  We met {place} and talked about {things} until it was dark.
  The first attempt failed, the second was {quality}, and the third I am proud of.
  If you have room for one thing only, leave out {others} and keep {things}.
  There is no shortcut: {deed} takes the time that it takes.
  I wrote down what it cost, {things} included, and it was less than I feared.
  Beginners worry about {others}, and then {deed} turns out to be the hard part.
  {Deed} is best done in company, {place} if the weather allows.
  My grandmother kept {quality} {things} and never spoke about it.
`)

export const questions = lines(`
  What do you do about {things}?
  Does it work {place} too?
  Who has experience with {deed}?
  Would you rather have {things} or {others}?
  What am I missing?
  How many {things} are too many?
`)

export const remarks = lines(`
  {Things} made all the difference here.
  Have you tried {deed} first?
  Same here, {deed} was the turning point.
  I would not do it without {things}.
  {Quality} {things} are hard to find, so keep them.
  That is not my experience: {others} have been better {place}.
  We do this {place} every year, and newcomers are welcome.
  {Deed} sounds like work, but it takes {number} minutes.
  I tried it {place} and gave up after {number} days.
  This should be pinned. I have sent it to everybody I know who has {things}.
  Careful with {things}: mine were {quality} for a month, and then not at all.
  My answer would have been {others}, but you have almost convinced me.
  Where did you get such {quality} {things}?
  I have a spare set of {things}, if anybody needs some.
`)

export const replies = lines(`
  Thank you, I will try {deed}.
  Exactly this.
  Not quite: {deed} matters more.
  How long did it take you?
  Only {place}, I am afraid.
  {Number} times out of ten, yes.
  Mine are {quality} too.
  Could you post a picture of your {things}?
  I had not thought of {others}.
  Good point about {deed}.
  We should compare notes {place}.
  I disagree, but you put it well.
`)

export const bios = lines(`
  Mostly {things}, sometimes {others}.
  {Deed}, and not much else, for {number} years.
  Ask me about {things}.
  Happiest {place}.
  Here for the {quality} {things}.
`)

export const numbers = words('two, three, four, five, six, seven, eight, nine')
