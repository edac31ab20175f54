import { checkParity } from './checkParity.ts';
import { cases } from './svm.ts';

checkParity(cases);
