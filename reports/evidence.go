package reports

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/scenarios/verdict"
)

// Folder is where evidence goes unless somebody says otherwise, below the working directory.
const Folder = ".forecourt"

// The parts of an evidence file, beside journal/ID.jsonl.
const (
	partRun      = "run.json"
	partVerdicts = "verdicts.json"
	partReport   = "report.html"
	partJUnit    = "junit.xml"
	partManifest = "manifest"
)

// format is the version of the evidence file.
const format = 1

// dated is the date of every part.
var dated = time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)

// Part is one file inside the evidence.
type Part struct {
	Name string
	Data []byte
}

type runFile struct {
	Format int `json:"format"`
	Run
	Journals []Journal `json:"journals"`
}

type verdictsFile struct {
	Result  Result           `json:"result"`
	Records []verdict.Record `json:"records"`
}

// Parts returns what an evidence file holds, in order; the manifest is last.
func Parts(run Run) ([]Part, error) {
	run.Journals = named(run.Journals)
	shown := settled(run)
	about, err := encoded(runFile{format, shown, run.Journals})
	if err != nil {
		return nil, err
	}
	verdicts, err := encoded(verdictsFile{Summary(run), shown.Records})
	if err != nil {
		return nil, err
	}
	page, err := Page(run)
	if err != nil {
		return nil, err
	}
	junit, err := JUnit(run)
	if err != nil {
		return nil, err
	}
	parts := []Part{{partRun, about}}
	for _, j := range run.Journals {
		parts = append(parts, Part{j.Part, j.Data})
	}
	parts = append(parts, Part{partVerdicts, verdicts}, Part{partReport, page}, Part{partJUnit, junit})
	return append(parts, Part{partManifest, manifest(parts)}), nil
}

// Write writes the evidence of a run into a folder, empty for Folder, and returns the file's path. The file is written
// beside its place and renamed: there is never half of one.
func Write(dir string, run Run) (path string, err error) {
	if dir == "" {
		dir = Folder
	}
	parts, err := Parts(run)
	if err != nil {
		return "", fmt.Errorf("evidence: %w", err)
	}
	packed, err := pack(parts)
	if err != nil {
		return "", fmt.Errorf("evidence: %w", err)
	}
	name := safeName(run.Seed) + "-" + sum(parts[len(parts)-1].Data)[:8] + ".zip"
	path = filepath.Join(dir, name)
	if err := replace(path, packed); err != nil {
		return "", fmt.Errorf("evidence: %w", err)
	}
	return path, nil
}

func replace(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

func pack(parts []Part) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.Name, Method: zip.Deflate, Modified: dated}
		h.SetMode(0o644)
		w, err := z.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(p.Data); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// manifest lists the parts as sha256sum does.
func manifest(parts []Part) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		fmt.Fprintf(&b, "%s  %s\n", sum(p.Data), p.Name)
	}
	return b.Bytes()
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

func encoded(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(v)
	return b.Bytes(), err
}

// named gives every journal its place in the evidence, two never the same.
func named(journals []Journal) []Journal {
	journals = slices.Clone(journals)
	taken := map[string]bool{}
	for i := range journals {
		base := "journal/" + safeName(journals[i].Scenario)
		name := base + ".jsonl"
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s-%d.jsonl", base, n)
		}
		taken[strings.ToLower(name)] = true
		journals[i].Part = name
	}
	return journals
}

// safeName makes a file name that every system takes.
func safeName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r == '-', r == '_', r == '.':
			return r
		}
		return '_'
	}, s)
	if s = strings.TrimLeft(s, "."); s == "" {
		return "none"
	}
	return s
}
