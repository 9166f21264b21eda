/** Forms of English words that no suffix rule leads back to the word. The word comes first, its forms after it. */
const FORMS = `
arise arose arisen; awake awoke awoken; bear bore born borne; beat beaten; become became; begin began begun; bend bent; bet; bind bound;
bite bit bitten; bleed bled; blow blew blown; break broke broken; breed bred; bring brought; build built; burn burnt; buy bought;
catch caught; choose chose chosen; come came; creep crept; deal dealt; dig dug; draw drew drawn; dream dreamt; drink drank drunk;
drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fly flew flown;
forbid forbade forbidden; forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; give gave given; go went gone;
grow grew grown; hang hung; hear heard; hide hid hidden; hold held; keep kept; kneel knelt; know knew known; lay laid; lead led;
lean leant; leap leapt; learn learnt; leave left; lend lent; lie lain; light lit; lose lost; make made; mean meant; meet met; pay paid;
prove proven; ride rode ridden; ring rang rung; rise rose risen; run ran; say said; see saw seen; seek sought; sell sold; send sent;
sew sewn; shake shook shaken; shine shone; shoot shot; show shown; shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat;
sleep slept; slide slid; speak spoke spoken; spell spelt; spend spent; spill spilt; spin spun; spoil spoilt; spring sprang sprung;
stand stood; steal stole stolen; stick stuck; sting stung; strike struck; strive strove striven; swear swore sworn; sweep swept;
swell swollen; swim swam swum; swing swung; take took taken; teach taught; tear tore torn; tell told; think thought; throw threw thrown;
understand understood; wake woke woken; wear wore worn; weave wove woven; weep wept; win won; wind wound; withdraw withdrew withdrawn;
write wrote written;
child children kid kids; man men; woman women; person people; foot feet; tooth teeth; goose geese; mouse mice; wife wives; life lives;
knife knives; leaf leaves; shelf shelves; half halves; wolf wolves; loaf loaves;
good better best; bad worse worst; far farther further;
mother mom moms mum mums mommy mummy; father dad dads daddy; grandmother grandma granny; grandfather grandpa; photo photograph pic pics;
television tv; bicycle bike bikes; refrigerator fridge; telephone phone phones; advertisement ad ads; application app apps
`;

/** Form to word, for words in lower case. */
export const IRREGULAR_FORMS: ReadonlyMap<string, string> = new Map(
  FORMS.split(';').flatMap((entry) => {
    const [word = '', ...forms] = entry.trim().split(/\s+/);
    return forms.map((form): [string, string] => [form, word]);
  }),
);
