package reports

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheSameRunGivesTheSameFile(t *testing.T) {
	var first []byte
	for i, procs := range []int{1, 4, 2} {
		runtime.GOMAXPROCS(procs)
		dir := t.TempDir()
		run := goldenRun(t)
		run.RealMS = float64(i) // never in evidence
		run.Records[0].RealMS = float64(i)
		path, err := Write(dir, run)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		}
		if !bytes.Equal(first, got) {
			t.Fatal("the evidence differs")
		}
		if files, _ := os.ReadDir(dir); len(files) != 1 {
			t.Fatalf("%d files beside the evidence", len(files)-1)
		}
	}
	runtime.GOMAXPROCS(runtime.NumCPU())
}

func TestEvidenceIsReadBack(t *testing.T) {
	run := goldenRun(t)
	t.Chdir(t.TempDir())
	path, err := Write("", run)
	if err != nil {
		t.Fatal(err)
	}
	e, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(Folder, run.Seed+"-"+e.Manifest[:8]+".zip"); path != want {
		t.Errorf("written to %s, not %s", path, want)
	}
	if diff := cmp.Diff(Summary(run), Summary(e.Run)); diff != "" {
		t.Error(diff)
	}
	e.Run.Describers = run.Describers
	again, err := Page(e.Run)
	page, _ := e.Part("report.html")
	if err != nil || !bytes.Equal(again, page) {
		t.Errorf("the page made again from the evidence differs: %v", err)
	}
}

func TestTamperedEvidenceSaysWhichPart(t *testing.T) {
	parts, err := Parts(goldenRun(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(p []Part) []Part
		part   string
	}{
		"one byte": {func(p []Part) []Part {
			p[1].Data = bytes.Replace(p[1].Data, []byte("idle"), []byte("idlo"), 1)
			return p
		}, parts[1].Name},
		"one gone":   {func(p []Part) []Part { return append(p[:2], p[3:]...) }, parts[2].Name},
		"one more":   {func(p []Part) []Part { return append(p, Part{"extra", nil}) }, "extra"},
		"one twice":  {func(p []Part) []Part { return append(p, p[0]) }, partRun},
		"no list":    {func(p []Part) []Part { return p[:len(p)-1] }, partManifest},
		"other list": {func(p []Part) []Part { p[len(p)-1].Data = append([]byte("x"), p[len(p)-1].Data...); return p }, partManifest},
	} {
		packed, err := pack(c.change(slices.Clone(parts)))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "e.zip")
		_ = os.WriteFile(path, packed, 0o600)
		var wrong *TamperError
		if _, err := Open(path); !errors.As(err, &wrong) || wrong.Part != c.part {
			t.Errorf("%s: %v", name, err)
		}
	}
	packed, _ := pack(parts)
	path := filepath.Join(t.TempDir(), "0x1-00000000.zip")
	_ = os.WriteFile(path, packed, 0o600)
	if _, err := Open(path); err == nil {
		t.Error("a file named after another manifest was taken")
	}
}
