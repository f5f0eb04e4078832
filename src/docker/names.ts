/** Names and ids as Docker gives them. */

const ADJECTIVES =
  'admiring adoring agitated amazing awesome bold brave busy charming clever compassionate competent confident cool cranky crazy dazzling determined distracted dreamy eager ecstatic elastic elated elegant eloquent epic exciting fervent festive flamboyant focused friendly frosty gallant gifted goofy gracious happy hardcore heuristic hopeful hungry infallible inspiring intelligent jolly jovial keen kind laughing loving lucid magical modest musing mystifying nervous nice nifty nostalgic objective optimistic peaceful pedantic pensive practical priceless quirky quizzical recursing relaxed reverent romantic serene sharp silly sleepy stoic strange stupefied suspicious sweet tender thirsty trusting upbeat vibrant vigilant vigorous wizardly wonderful xenodochial youthful zealous zen'.split(
    ' ',
  );
const SURNAMES =
  'agnesi albattani allen archimedes ardinghelli babbage banach bardeen bartik bassi bell bhabha bohr boyd cannon carson chandrasekhar chatelet clarke cori cray curie darwin dijkstra dubinsky einstein elion engelbart euclid euler fermat fermi feynman franklin galileo galois gates gauss germain goldberg goodall haibt hamilton hawking heisenberg hermann herschel hertz hodgkin hofstadter hoover hopper hypatia jackson jennings jepsen johnson joliot kalam kare keller kepler khorana kilby kirch knuth lalande lamarr lamport leakey leavitt lewin liskov lovelace lumiere mahavira mayer mccarthy mcclintock mclean meitner mendel mendeleev mestorf meninsky mirzakhani morse murdock newton nightingale nobel noether noyce pare pascal pasteur payne perlman pike poincare ptolemy raman ramanujan ride ritchie rosalind sammet shannon shirley shockley sinoussi snyder spence swanson swartz tesla thompson torvalds turing varahamihira visvesvaraya volhard wescoff wiles williams wilson wing wozniak wright yalow yonath'.split(
    ' ',
  );

export type RandomBytes = (count: number) => Uint8Array;

function pick(from: readonly string[], random: RandomBytes): string {
  const [high = 0, low = 0] = random(2);
  return from[(high * 256 + low) % from.length]!;
}

/** 64 hexadecimal digits. */
export function randomId(random: RandomBytes): string {
  return [...random(32)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `keen_noether`, and one that is not `taken`. */
export function randomName(random: RandomBytes, taken: (name: string) => boolean): string {
  for (let attempt = 0; ; attempt++) {
    const name = `${pick(ADJECTIVES, random)}_${pick(SURNAMES, random)}`;
    const numbered = attempt < 10 ? name : `${name}${attempt}`;
    if (!taken(numbered)) return numbered;
  }
}

export function isContainerName(name: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name);
}
