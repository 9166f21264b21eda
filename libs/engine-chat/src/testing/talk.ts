import type { SpokenTurn } from '../recall/indexed-turn.js';

/** A talk in two languages. */
export const TALK: readonly SpokenTurn[] = [
  'Good morning! How was the concert by the river?',
  'We heard a choir from Tallinn, forty voices and one drum.',
  'Which song did you like best?',
  'The last one, a lullaby about a ferry.',
  'My daughter has started to sing in a choir as well.',
  '我女儿每个星期四去合唱团唱歌。',
  '你们住的地方离河边远吗？',
  '不远，走路十分钟就能到渡口。',
  'The ferry is closed since 2019, they are building a bridge.',
  'A bridge of wood, designed by a friend of my brother.',
  'My brother builds boats, not bridges.',
  '他去年造了一条木船，叫晨星。',
  'When will the bridge be open?',
  'In March, if the ice is gone by then.',
  'Then we can walk to the concert next year.',
].map((text, index) => ({ speaker: index % 2 === 0 ? 'Mara' : 'Jun', text }));

/** Each has an answer in the talk. */
export const QUESTIONS: readonly string[] = [
  'Which choir sang at the concert?',
  'What does the brother of Mara build?',
  'When does the bridge open?',
  '女儿哪天去唱歌？',
  '那条木船叫什么名字？',
  'What did Jun say about the ferry?',
  'What did we say in January 1970?',
];
