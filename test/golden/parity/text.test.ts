import { checkParity } from './checkParity.ts';
import { cases } from './text.ts';

checkParity(cases);
