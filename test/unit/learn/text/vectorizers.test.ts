import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CountVectorizer,
  type FittedCountVectorizer,
  HashingVectorizer,
  loadModel,
  TfidfTransformer,
  TfidfVectorizer,
} from '../../../../layers/learn/index.ts';
import { toDense } from '../../../../layers/learn/matrix.ts';
import { byCodePoint } from '../../../../layers/learn/text/byCodePoint.ts';
import { englishStopWords } from '../../../../layers/learn/text/englishStopWords.ts';
import { murmurHash3 } from '../../../../layers/learn/text/murmurHash3.ts';
import { stripAccents } from '../../../../layers/learn/text/stripAccents.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';
import { reference } from '../../../golden/reference.ts';

const texts = ['to be or not to be', 'that is the question', '', 'to the the point'];
const word = fc.constantFrom('to', 'be', 'or', 'not', 'Ünder', 'running', 'x', '42');
const documents = fc.array(
  fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
  { minLength: 1, maxLength: 8 },
);

const vectorizers = {
  CountVectorizer: (options?: object) => new CountVectorizer(options),
  TfidfVectorizer: (options?: object) => new TfidfVectorizer(options),
  HashingVectorizer: (options?: object) => new HashingVectorizer({ nFeatures: 50, ...options }),
};

describe.each(Object.entries(vectorizers))('%s', (_, make) => {
  test('a text alone is as among others, and JSON and back transforms identically', () => {
    const options = fc.record({
      ngramRange: fc.constantFrom([1, 1], [1, 2], [2, 3]),
      analyzer: fc.constantFrom('word', 'char', 'char_wb'),
      stemming: fc.boolean(),
      stripAccents: fc.constantFrom(null, 'unicode', 'ascii'),
      binary: fc.boolean(),
    });
    fc.assert(
      fc.property(documents, options, (given, chosen) => {
        const model = make(chosen).fit(['to be running to or not', ...given]);
        const loaded = loadModel<typeof model>(JSON.parse(JSON.stringify(model)));
        const all = model.transform(given);
        expect(loaded.transform(given)).toEqual(all);
        expect(all.rows).toBe(given.length);
        for (const [row, text] of given.entries()) {
          const [start, end] = [all.indptr[row]!, all.indptr[row + 1]!];
          const alone = model.transform([text]);
          expect(alone.indices).toEqual(all.indices.slice(start, end));
          expect(alone.values).toEqual(all.values.slice(start, end));
          expect(alone.indices).toEqual(alone.indices.toSorted());
        }
      }),
      { numRuns: 50 },
    );
  });

  test('its constructor keeps parameters, and fit refuses wrong ones', () => {
    expect(make().params).toEqual(make().params);
    expect(JSON.stringify(make({ ngramRange: [1, 2] }).params)).toContain('"ngramRange":[1,2]');
    const fit = (options: object) => () => make(options).fit(texts);
    expect(faultOf(fit({ ngramRange: [2, 1] }))).toEqual(invalid(/ngramRange/));
    expect(faultOf(fit({ tokenPattern: '(' }))).toEqual(invalid(/tokenPattern.*regular expression/));
    expect(faultOf(fit({ stopWords: 'french' }))).toEqual(invalid(/stopWords/));
    expect(faultOf(() => make().fit(['a', null as never]))).toEqual(invalid(/text of row 1 is null/));
    expect(
      faultOf(() =>
        make()
          .fit(texts)
          .transform([3 as never]),
      ),
    ).toEqual(invalid(/text of row 0 is 3/));
  });

  test('no texts give no rows', () => {
    expect(make().fit(texts).transform([]).rows).toBe(0);
  });
});

describe('CountVectorizer', () => {
  test('counts each term of the vocabulary', () => {
    fc.assert(
      fc.property(documents, (given) => {
        const model = new CountVectorizer({ tokenPattern: '\\S+' }).fit(['to', ...given]);
        const { columns, data } = toDense(model.transform(given));
        for (const [row, text] of given.entries()) {
          const terms = text.toLowerCase().split(' ');
          for (const [column, term] of model.vocabulary.entries())
            expect(data[row * columns + column]).toBe(terms.filter((one) => one === term).length);
        }
      }),
    );
  });

  test('the inverse gives the terms of each text', () => {
    const model = new CountVectorizer().fit(texts);
    expect(model.inverseTransform(model.transform(texts))).toEqual([
      ['be', 'not', 'or', 'to'],
      ['is', 'question', 'that', 'the'],
      [],
      ['point', 'the', 'to'],
    ]);
  });

  test.each([
    [{}, ['be', 'is', 'not', 'or', 'point', 'question', 'that', 'the', 'to']],
    [{ minDf: 2 }, ['the', 'to']],
    [{ minDf: 0.5 }, ['the', 'to']],
    [{ maxDf: 0.25 }, ['be', 'is', 'not', 'or', 'point', 'question', 'that']],
    [{ maxFeatures: 2 }, ['the', 'to']],
    [{ stopWords: ['to', 'be'] }, ['is', 'not', 'or', 'point', 'question', 'that', 'the']],
    [{ tokenPattern: 'q(ue)st' }, ['ue']],
    [{ vocabulary: ['to', 'be'] }, ['to', 'be']],
  ])('%j chooses %j', (options, names) => {
    expect(new CountVectorizer(options).fit(texts).featureNames()).toEqual(names);
  });

  test('stems are those of Porter', () => {
    const model = new CountVectorizer({ stemming: true }).fit([
      'relational conditional hopping ponies happiness',
    ]);
    expect(model.featureNames()).toEqual(['condit', 'happi', 'hop', 'poni', 'relat']);
  });

  test('a vocabulary that cannot be is refused', () => {
    const fit =
      (options: object, given = texts) =>
      () =>
        new CountVectorizer(options).fit(given);
    expect(faultOf(fit({ vocabulary: ['a', 'b', 'a'] }))).toEqual(invalid(/"a" twice/));
    expect(faultOf(fit({}, []))).toEqual(invalid(/no rows/));
    expect(faultOf(fit({}, ['a', '!']))).toEqual(invalid(/no terms/));
    expect(faultOf(fit({ minDf: 4 }))).toEqual(invalid(/none of 9 terms is left/));
    expect(faultOf(fit({ minDf: 3, maxDf: 0.5 }))).toEqual(invalid(/no term of 4 texts can be between/));
    expect(faultOf(() => (fit({})() as FittedCountVectorizer).inverseTransform([[1]]))).toEqual(
      invalid(/1 features.* 9/),
    );
  });
});

describe('TfidfTransformer', () => {
  test('rows of length 1, but of those without terms', () => {
    const counts = new CountVectorizer().fit(texts).transform(texts);
    for (const norm of ['l1', 'l2'] as const) {
      const { data, columns } = toDense(new TfidfTransformer({ norm }).fit(counts).transform(counts));
      for (let row = 0; row < texts.length; row++) {
        const own = [...data.subarray(row * columns, (row + 1) * columns)];
        const length = norm === 'l1' ? own.reduce((a, b) => a + Math.abs(b), 0) : Math.hypot(...own);
        expect(length).toBeCloseTo(row === 2 ? 0 : 1, 12);
      }
    }
  });

  test('dense counts are as good as sparse ones', () => {
    const counts = new CountVectorizer().fit(texts).transform(texts);
    const model = new TfidfTransformer().fit(toDense(counts));
    expect(model.transform(toDense(counts))).toEqual(new TfidfTransformer().fit(counts).transform(counts));
  });

  test('what are no counts is refused', () => {
    const fit =
      (rows: number[][], options = {}) =>
      () =>
        new TfidfTransformer(options).fit(rows).transform(rows);
    expect(faultOf(fit([[1, Number.NaN]]))).toEqual(invalid(/feature 1 of row 0 is NaN/));
    expect(faultOf(fit([[1, -1]]))).toEqual(invalid(/feature 1 is -1/));
    expect(faultOf(fit([[1, 0]], { smoothIdf: false }))).toEqual(invalid(/feature 1 is in no text/));
    expect(faultOf(fit([]))).toEqual(invalid(/no rows/));
  });
});

test('hashes are those of MurmurHash3', () => {
  // Of Appleby's reference implementation, as scikit-learn calls it.
  const known: readonly [string, number][] = [
    ['', 0],
    ['a', 1009084850],
    ['foo', -156908512],
    ['hello world', 1586663183],
    ['naïve 😀', -777278721],
  ];
  for (const [text, hash] of known) expect(murmurHash3(text)).toBe(hash);
  expect(murmurHash3('foo', 42)).toBe(-1322301282);
});

test('stop words are those of scikit-learn', () => {
  expect([...englishStopWords].sort()).toEqual(reference<{ stopWords: string[] }>('parity/text').stopWords);
});

test('accents go, and marks that carry the vowels of other scripts stay', () => {
  expect(stripAccents('Crème brûlée', 'unicode')).toBe('Creme brulee');
  expect(stripAccents('हिन्दी', 'unicode')).toBe('हिनदी');
  expect(stripAccents('Crème ½ 數', 'ascii')).toBe('Creme 12 ');
});

test('texts are in the order of their code points', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 3 })), (given) => {
      const points = (text: string) => Array.from(text, (character) => character.codePointAt(0)!);
      const sorted = given.toSorted(byCodePoint);
      for (let place = 1; place < sorted.length; place++) {
        const [a, b] = [points(sorted[place - 1]!), points(sorted[place]!)];
        const differing = a.findIndex((point, index) => point !== b[index]);
        if (differing !== -1 && differing < b.length) expect(a[differing]).toBeLessThan(b[differing]!);
        else expect(a.length).toBeLessThanOrEqual(b.length);
      }
    }),
  );
});
