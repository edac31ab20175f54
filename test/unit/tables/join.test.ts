import { describe, expect, test } from 'vitest';
import { temporaryFolder } from './folder.ts';
import { type Choices, rowsOf } from './reading.ts';

const folder = temporaryFolder();

const homes = 'id,district,price\n1,b,10\n2,a,20\n3,none,30\n4,b,40\n';
const districts = 'district,price,crime\na,7,0.1\nb,8,0.2\n';

test('left keeps every row of the first source, in its order; a taken name gets its source before it', async () => {
  const rows = await rowsOf(
    folder,
    { 'homes.csv': homes, 'districts.csv': districts },
    { join: [{ with: 'districts', on: 'district', how: 'left' }] },
  );
  expect(rows).toEqual({
    id: [1, 2, 3, 4],
    district: ['b', 'a', 'none', 'b'],
    price: [10, 20, 30, 40],
    districts_price: [8, 7, null, 8],
    crime: [0.2, 0.1, null, 0.2],
  });
});

test('inner drops rows without a match; several matches come in their own order', async () => {
  const rows = await rowsOf(
    folder,
    { 'homes.csv': homes, 'sales.csv': 'district,year\nb,2020\na,2021\nb,2019\n' },
    { join: [{ with: 'sales', on: ['district'], how: 'inner' }] },
  );
  expect(rows).toMatchObject({ id: [1, 1, 2, 4, 4], year: [2020, 2019, 2021, 2020, 2019] });
});

test('a join may use what the join before it brought', async () => {
  const rows = await rowsOf(
    folder,
    {
      'homes.csv': 'id\n1\n2\n',
      'addresses.csv': 'id,city\n2,y\n1,x\n',
      'cities.csv': 'city,size\nx,5\ny,6\n',
    },
    {
      join: [
        { with: 'addresses', on: 'id', how: 'left' },
        { with: 'cities', on: 'city', how: 'left' },
      ],
    },
  );
  expect(rows).toEqual({ id: [1, 2], city: ['x', 'y'], size: [5, 6] });
});

describe('a join is refused', () => {
  const once = (on: string, how: 'left' | 'inner' = 'left'): Choices['join'] => [
    { with: 'districts', on, how },
  ];

  test.each<[string, string, Choices['join'], string]>([
    [
      'with a source that is not there',
      districts,
      [{ with: 'streets', on: 'district', how: 'left' }],
      'data.join with streets: there is no such source to join: there are districts beside the first',
    ],
    [
      'on a key that the rows lack',
      'area,crime\n1,2\n',
      once('area'),
      'data.join with districts: the rows so far have no column area: it has id, district, price',
    ],
    [
      'on a key that the source lacks',
      'area,crime\n1,2\n',
      once('district'),
      'data.join with districts: districts has no column district: it has area, crime',
    ],
    [
      'on keys of two kinds',
      'district,crime\n1,2\n',
      once('district'),
      'data.join with districts: district is VARCHAR in the rows so far and BIGINT in districts',
    ],
    [
      'when names are taken twice',
      districts,
      [...once('district')!, ...once('district')!],
      'data.join with districts: there are already columns price and districts_price',
    ],
    ['that leaves no row', 'district,crime\nzzz,2\n', once('district', 'inner'), 'data.join: no row is left'],
  ])('%s', async (_, other, join, message) => {
    const read = rowsOf(folder, { 'homes.csv': homes, 'districts.csv': other }, { join: join! });
    await expect(read).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining(message),
    });
  });
});
