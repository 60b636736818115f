package gateway

import "strings"

// Call is one call of an API: what `forecourt list gateways` shows of it.
type Call struct {
	Method, Path string // {id} stands for one segment
	Doc          string
	Missing      string // why it is not served; empty: it is
	Untested     string // why no test is answered by it; empty: one is, and the package's tests hold that true
}

// Match says whether a path is the call's, and returns the segment that {id} stands for.
func (c Call) Match(path string) (id string, ok bool) {
	before, after, found := strings.Cut(c.Path, "{id}")
	if !found {
		return "", c.Path == path
	}
	id, ok = strings.CutPrefix(path, before)
	id, ok2 := strings.CutSuffix(id, after)
	if !ok || !ok2 || id == "" || strings.Contains(id, "/") {
		return "", false
	}
	return id, true
}
