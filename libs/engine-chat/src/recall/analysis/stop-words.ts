/** Words that say nothing about what a text is about. They are neither indexed nor asked for. */

const ENGLISH = `
a about above after again against ain all also am an and any are aren as at be because been before being below between both but by
can cannot could couldn d did didn do does doesn doing don down during each few for from further get gets getting got had hadn has
hasn have haven having he her here hers herself him himself his how i if in into is isn it its itself just let ll m ma me might
more most much must mustn my myself no nor not now o of off on once only or other our ours ourselves out over own re really s same
shall shan she should shouldn so some such t than that the their theirs them themselves then there these they this those though
through to too under until up us ve very was wasn we were weren what when where which while who whom whose why will with would
wouldn yes yeah you your yours yourself yourselves oh hey hi hello wow thanks thank okay ok well
dont cant wont didnt doesnt isnt arent wasnt werent couldnt shouldnt wouldnt havent hasnt hadnt im ive id youre youve theyre thats whats
`;

const CHINESE = `
的 了 着 过 是 在 有 和 与 及 或 也 都 就 还 又 很 太 更 最 吗 呢 吧 啊 呀 哦 嗯 哈 嘛 啦 哪 那 这 个 们 我 你 您 他 她 它 我们 你们 他们 她们 自己
什么 怎么 怎样 怎么样 如何 哪里 哪儿 哪个 哪些 谁 为什么 多少 几 那个 这个 那些 这些 那里 这里 一个 一下 一些 之 其 而 但 但是 不过 因为 所以 如果
的话 把 被 给 对 从 到 向 跟 让 会 能 可以 要 想 说 不 没 没有 请 请问 地 得 里 上 下 时 时候 来 去 做 是不是 有没有 曾 曾经 已经 现在 之前 以前
吧 嘞 么 噢 喔 谢谢 你好
`;

const JAPANESE = `
の は が を に へ と で も や か ね よ な さ ぞ わ から まで より など だけ しか ほど くらい ぐらい です ます でし まし でした ました ません だ だった
た て いる い ある あり あっ いた し する した して なる なっ なり れる られる せる ない なく なかっ う よう そう こと もの ため これ それ あれ この
その あの どの どれ どこ だれ 誰 何 なに なん いつ どう どんな なぜ 私 僕 俺 あなた 彼 彼女 さん たち ください えっと はい いいえ ありがとう って
けど でも ので のに について とき 時 たい
`;

/** After case folding, before stemming; the three lists in one. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `${ENGLISH} ${CHINESE} ${JAPANESE}`.trim().split(/\s+/),
);
