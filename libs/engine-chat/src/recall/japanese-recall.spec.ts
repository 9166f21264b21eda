import { describe, expect, it } from '@jest/globals';
import { InMemoryPostingSource } from './in-memory-posting-source.js';
import { recallTurns } from './recall-turns.js';

const DAY = 86_400_000;
const SCOPE = { tenant: 't', conversationId: 'c' };

const FACTS = [
  ['娘の名前はさくらで、今年小学校に入りました。', '娘の名前を覚えていますか？'],
  ['そばアレルギーがあるので、外食のときは気をつけています。', '私は何のアレルギーがありますか？'],
  ['来月、札幌で開かれる学会で発表します。', '学会はどこの町で開かれますか？'],
  ['母は先週、膝の手術を受けて家で休んでいます。', '母の手術はどこの手術でしたか？'],
  ['毎朝六時に起きて川沿いを走っています。', '毎朝どこを走っていますか？'],
  ['祖父は昔、蒸気機関車の運転士でした。', '祖父の仕事は何でしたか？'],
  ['ベランダでトマトとバジルを育てています。', 'ベランダで育てている野菜は？'],
  ['弟は神戸で自転車の修理店を開きました。', '弟はどんな店を開いたのですか？'],
  ['家の鍵は隣の田中さんに預けてあります。', '鍵を預けた人は誰ですか？'],
  ['ギターの先生は木曜日の夜に来ます。', 'ギターを習うのは何曜日ですか？'],
  ['結婚記念日は九月二十日です。', '結婚記念日はいつですか？'],
  ['古いフィルムカメラを蚤の市で見つけました。', 'フィルムカメラはどこで見つけましたか？'],
] as const;

describe('recall in Japanese', () => {
  it('finds what is asked for in other words among the first three, each time', async () => {
    const source = new InMemoryPostingSource();
    FACTS.forEach(([text], day) => {
      source.add(SCOPE, { speaker: 'user', text }, day * DAY);
      source.add(
        SCOPE,
        { speaker: 'assistant', text: 'なるほど、覚えておきます。ほかに何かありますか？' },
        day * DAY,
      );
    });
    const missed: string[] = [];
    for (const [index, [, text]] of FACTS.entries()) {
      const query = { scope: SCOPE, text, limit: 3, present: [], now: 100 * DAY };
      const found = await recallTurns(source, query, new AbortController().signal);
      if (!found.some(({ position }) => position === 2 * index)) missed.push(text);
    }
    expect(missed).toEqual([]);
  });
});
