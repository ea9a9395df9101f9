var a = b.c.?d[?0]!.f(g)
//      ^ variable
//       ^ punctuation.delimiter
//        ^ property
//          ^ operator
//           ^ property
//             ^ operator
//              ^ number
//                ^ operator
//                  ^ function
//                    ^ variable
var h = 'x${i.j}\n${k}'
//       ^ string
//        ^ punctuation.special
//          ^ variable
//            ^ property
//             ^ punctuation.special
//              ^ string.escape
var l = $'''m${n}'''
//      ^ string
//          ^ string
//             ^ variable
//              ^ punctuation.special
var o = [for p in q: map(p, r => r ?? !s)]
//       ^ keyword
//             ^ keyword
//                   ^ function
//                          ^ variable.parameter
//                            ^ operator
//                               ^ variable
//                                 ^ operator
//                                    ^ operator
var t = u ? { ...v, 'w': 1 } : -x::y
//        ^ operator
//            ^ operator
//               ^ variable
//                  ^ string
//                           ^ operator
//                             ^ operator
//                               ^ operator
//                                 ^ property
