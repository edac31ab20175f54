import { checkParity } from './checkParity.ts';
import { cases } from './preprocessing.ts';

checkParity(cases);
