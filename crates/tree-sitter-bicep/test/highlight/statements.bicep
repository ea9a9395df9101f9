targetScope = 'subscription'
// <- keyword
//          ^ operator
//            ^ string
@sys.description('x')
// <- attribute
//^ module
//   ^ attribute
//              ^ punctuation.bracket
//               ^ string
@secure
//^ attribute
param name string? = 'x'
// <- keyword
//    ^ variable.parameter
//         ^ type
//               ^ operator
var count int = 1
// <- keyword
//  ^ variable
//        ^ type
//              ^ number
type kind = 'x' | other
// <- keyword
//   ^ type
//          ^ string
//              ^ operator
//                ^ type
func f(a string, b int[]) bool => !a
// <- keyword
//   ^ function
//     ^ variable.parameter
//       ^ type
//             ^ punctuation.delimiter
//                 ^ type
//                        ^ type
//                             ^ operator
//                                ^ operator
#disable-next-line x
// <- keyword.directive
resource r 'a/b@1' existing = if (c) {
// <- keyword
//       ^ variable
//         ^ string
//                 ^ keyword
//                            ^ keyword
//                                   ^ punctuation.bracket
  resource: 1
// ^ property
//        ^ punctuation.delimiter
  name: null
// ^ property
//      ^ constant.builtin
}
// <- punctuation.bracket
import * as m from 'x'
// <- keyword
//       ^ keyword
//          ^ module
//            ^ keyword
/* why */ output o bool = true
// <- comment
//        ^ keyword
//               ^ variable
//                        ^ boolean
