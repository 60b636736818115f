package profile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/strict"
)

const head = "profile: mine\nkind: dispenser\nname: Mine\n"

// refusals are profiles that are wrong, each with the place and the words of its error.
var refusals = []struct{ name, src, place, words string }{
	{"no kind", "profile: mine\nname: Mine\n", "1:1", "the key 'kind' is missing"},
	{"wrong kind", "profile: mine\nkind: dispensr\nname: Mine\n", "2:7", "did you mean 'dispenser'?"},
	{"wrong name", "profile: My Pump\nkind: dispenser\nname: Mine\n", "1:10", "no name for a profile"},
	{"unknown key", head + "motor-dlay: { constant: 1 s, source: design default }\n", "4:1", "did you mean 'motor-delay'?"},
	{"no source", head + "motor-delay: { constant: 1 s }\n", "4:14", "source"},
	{"a source that is none", head + "motor-delay: { constant: 1 s, source: somewhere }\n", "4:39", "is no source"},
	{"a letter without a place", head + "motor-delay: { constant: 1 s, source: \"B: \" }\n", "4:39", "is no source"},
	{"no distribution", head + "motor-delay: { source: design default }\n", "4:14", "one distribution is expected"},
	{"two distributions", head + "motor-delay: { constant: 1 s, table: [1 s], source: design default }\n", "4:14", "one distribution is expected"},
	{"turned round", head + "motor-delay: { uniform: { from: 2 s, to: 1 s }, source: design default }\n", "4:25", "'from' is greater than 'to'"},
	{"a mean outside", head + "settle: { normal: { mean: 9 s, sd: 1 s, from: 1 s, to: 2 s }, source: design default }\n", "4:19", "mean lies between"},
	{"no end", head + "settle: { normal: { mean: 9 s, sd: 1 s, from: 1 s }, source: design default }\n", "4:19", "to"},
	{"p90 below the median", head + "settle: { log-normal: { median: 2 s, p90: 1 s, from: 1 s, to: 9 s }, source: design default }\n", "4:23", "below 'p90'"},
	{"an empty table", head + "settle: { table: [], source: design default }\n", "4:18", "a table needs a number"},
	{"for ever", head + "settle: { constant: 100000 h, source: design default }\n", "4:21", "longer than any device waits"},
	{"no time", head + "no-flow: { is: 0 s, source: design default }\n", "4:16", "a span is over 0"},
	{"beyond the law", head + "no-flow: { is: 300 s, source: design default }\n", "4:10", "within 120 s"},
	{"an uneven display", head + "display-every: { constant: 250 ms, each: true, source: design default }\n", "4:42", "leave 'each' out"},
	{"in no time at all", head + "turn-around: { uniform: { from: 0 s, to: 2 ms }, source: design default }\n", "4:14", "less than 1 ms"},
	{"a manner", head + "silence: { manner: { is: standalone, source: design default } }\n", "4:26", "did you mean 'stand-alone'?"},
	{"a rounding", head + "money: { rounding: { is: nearest, source: design default } }\n", "4:26", "half-up, half-even, down or up"},
	{"a blend of anything", head + "blend: { off: { is: 51, source: design default } }\n", "4:15", "1 to 50 percentage points"},
	{"a blend of a drop", head + "blend: { over: { is: 0.9 L, source: design default } }\n", "4:16", "less than 1 L"},
	{"some decimals", head + "decimals: { volume: { is: 2, source: design default } }\n", "4:11", "together"},
	{"each, of a reader", "profile: mine\nkind: card-reader\nname: Mine\nchip: { constant: 1 s, each: true, source: design default }\n", "4:24", "each"},
	{"a slow port", "profile: mine\nkind: console\nname: Mine\nbaud: { is: 50, source: design default }\n", "4:7", "300 baud"},
	{"no retries", "profile: mine\nkind: till\nname: Mine\nretries: { is: 0, source: design default }\n", "4:10", "1 to 100 times"},
	{"an impatient controller", "profile: mine\nkind: controller\nname: Mine\nreply-timeout: { is: 1 ms, source: design default }\n", "4:16", "less than 5 ms"},
}

func TestEveryMistakeHasItsPlace(t *testing.T) {
	for _, c := range refusals {
		err := Lint("mine.yaml", []byte(c.src))
		if err == nil || !strings.Contains(err.Error(), "mine.yaml:"+c.place+":") || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: expected %s and %q:\n%v", c.name, c.place, c.words, err)
		}
	}
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAFolderFromOutside(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "pump.yaml", "profile: of-a-folder\nkind: dispenser\nname: Theirs\nno-flow: { is: 7 s, source: design default }\n")
	write(t, dir, "notes.txt", "no profile")
	if _, err := Open[Dispenser]("of-a-folder"); err == nil || !strings.Contains(err.Error(), "there is no dispenser profile") {
		t.Fatalf("before it is known: %v", err)
	}
	for range 2 { // the second time it is known
		if err := AddDir(dir); err != nil {
			t.Fatal(err)
		}
	}
	d, err := Open[Dispenser]("of-a-folder")
	if err != nil || d.NoFlow.Is.Seconds() != 7 {
		t.Errorf("%v, %v", d.NoFlow, err)
	}
	if files := Outside(); len(files) == 0 || files[0] != file {
		t.Errorf("outside are %v", files)
	}
	other := t.TempDir()
	write(t, other, "a.yaml", "profile: of-a-folder\nkind: dispenser\nname: A second one\n")
	write(t, other, "b.yaml", head+"no-flow: 7 s\n")
	var errs strict.Errors
	if err := AddDir(other); !errors.As(err, &errs) || len(errs) != 2 || errs[0].Line != 1 || !strings.Contains(errs[0].Fix, file) || errs[1].Line != 4 {
		t.Errorf("two that are wrong: %v", err)
	}
	for name, dir := range map[string]string{"not there": filepath.Join(dir, "x"), "empty": t.TempDir()} {
		if err := AddDir(dir); err == nil {
			t.Errorf("a folder that is %s is taken", name)
		}
	}
}

func TestAFileFromOutside(t *testing.T) {
	file := write(t, t.TempDir(), "pump.yaml", "profile: of-a-file\nkind: dispenser\nname: Theirs\nstart-limit: { is: 0.1 L, source: design default }\n")
	d, err := Open[Dispenser](file)
	if err != nil || d.StartLimit.Is != 100_000 {
		t.Errorf("%v, %v", d.StartLimit, err)
	}
	if _, err := Open[Host](file); err == nil || !strings.Contains(err.Error(), "is the profile of a dispenser, a host is meant here") {
		t.Errorf("as a host: %v", err)
	}
	if _, err := Open[Host]("./no-such.yaml"); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, err := Open[Dispenser]("sucton-single"); err == nil || !strings.Contains(err.Error(), "did you mean 'suction-single'?") {
		t.Errorf("a misspelt name: %v", err)
	}
}

// FuzzLint holds that no text panics or is taken without a source for each of its numbers.
func FuzzLint(f *testing.F) {
	for _, c := range refusals {
		f.Add([]byte(c.src))
	}
	for _, p := range All() {
		if src, err := shipped.ReadFile(p.File); err == nil {
			f.Add(src)
		}
	}
	r := known()
	f.Fuzz(func(t *testing.T, src []byte) {
		p, err := parse("f.yaml", src, r.standard)
		if err != nil {
			var errs strict.Errors
			if !errors.As(err, &errs) || len(errs) == 0 || errs[0].Line < 1 {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		for _, n := range p.Numbers() {
			if n.Is == "" || n.Source == "" {
				t.Fatalf("%s is '%s', from '%s'", n.Key, n.Is, n.Source)
			}
		}
	})
}
