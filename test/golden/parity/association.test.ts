import { cases } from './association.ts';
import { checkParity } from './checkParity.ts';

checkParity(cases);
