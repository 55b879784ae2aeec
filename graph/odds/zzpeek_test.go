package odds

import "dealgraph/graph/clearing"

func Peek(s *System) *clearing.System { return s.solver.System() }
