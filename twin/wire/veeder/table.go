package veeder

import (
	"fmt"
	"sort"
	"strings"

	"github.com/forecourt/forecourt/twin/wire"
)

// messages makes the table out of the functions: what asks, what sets, and what answers.
func messages() []wire.MessageInfo {
	var list []wire.MessageInfo
	add := func(name string, d wire.Direction, code, meaning string, confidence byte) {
		list = append(list, wire.MessageInfo{Name: name, Direction: d, Code: code, Meaning: meaning, Confidence: confidence})
	}
	sorted := make([]Function, 0, len(functions))
	for f := range functions {
		sorted = append(sorted, f)
	}
	sort.Slice(sorted, func(i, j int) bool { return sorted[i] < sorted[j] })
	for _, f := range sorted {
		info := functions[f]
		words, code := strings.ToLower(info.title), "I"+f.String()+info.scope.digits()
		if f == ShortInventory {
			code = "200"
		}
		add("Ask "+f.String(), wire.FromController, code, words, info.confidence)
		if info.kind != none {
			add("Set "+f.String(), wire.FromController, "S"+f.String()+info.scope.digits(), "set "+words, info.confidence)
		}
		add("Report "+f.String(), wire.FromDispenser, code, words, info.confidence)
	}
	add("ESC", wire.FromController, "1B", "stop the reply", 'A')
	add("Failed", wire.FromDispenser, unknownCode, "function code not known", 'A')
	return list
}

func (s scope) digits() string { return [...]string{"00", "TT", "SS", "LL", "QQ"}[s] }

// words say what a function is about.
func (f Function) words() string {
	if info, ok := functions[f]; ok {
		return strings.ToLower(info.title)
	}
	return "function " + f.String()
}

func (c code) words() string {
	verb := "inquire"
	if c.set {
		verb = "set"
	}
	s := fmt.Sprintf("%s %s %s", c, verb, c.function.words())
	info := functions[c.function]
	name := [...]string{"device", "tank", "shift", "line", "pressure line"}[info.scope]
	switch {
	case info.scope == ofSystem && c.device == 0:
		return s
	case c.device == 0:
		return s + fmt.Sprintf(" of all %ss", name)
	}
	return s + fmt.Sprintf(" of %s %d", name, c.device)
}
