package reports

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// largestPart bounds what is unpacked.
const largestPart = 1 << 30

// Evidence is an evidence file that has been verified.
type Evidence struct {
	Run      Run    // without describers
	Manifest string // its SHA-256
	Parts    []Part
}

// Part returns the bytes of a part.
func (e *Evidence) Part(name string) ([]byte, bool) {
	for _, p := range e.Parts {
		if p.Name == name {
			return p.Data, true
		}
	}
	return nil, false
}

// TamperError says which part of an evidence file is not what its manifest says.
type TamperError struct {
	Path, Part, Problem string
}

// Error prints the file, the part and what is wrong with it.
func (e *TamperError) Error() string {
	return fmt.Sprintf("evidence %s: part %s %s", e.Path, e.Part, e.Problem)
}

// Open reads an evidence file and verifies every part against the manifest, and the manifest against the file's name
// where that still has the hash. The error of a file that does not verify is a *TamperError.
func Open(path string) (*Evidence, error) {
	parts, err := unpack(path)
	if err != nil {
		return nil, err
	}
	e := &Evidence{Parts: parts}
	if err := e.verify(path); err != nil {
		return nil, err
	}
	if err := e.decode(); err != nil {
		return nil, fmt.Errorf("evidence %s: %w", path, err)
	}
	return e, nil
}

func unpack(path string) (parts []Part, err error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, fmt.Errorf("evidence %s: %w", path, err)
	}
	defer func() { _ = z.Close() }()
	for _, f := range z.File {
		data, err := unpackOne(f)
		if err != nil {
			return nil, &TamperError{path, f.Name, "cannot be read: " + err.Error()}
		}
		parts = append(parts, Part{f.Name, data})
	}
	return parts, nil
}

func unpackOne(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(io.LimitReader(r, largestPart+1))
	if err == nil && len(data) > largestPart {
		err = fmt.Errorf("larger than %d bytes", largestPart)
	}
	return data, err
}

var nameHash = regexp.MustCompile(`-([0-9a-f]{8})\.zip$`)

func (e *Evidence) verify(path string) error {
	list, ok := e.Part(partManifest)
	if !ok {
		return &TamperError{path, partManifest, "is missing"}
	}
	e.Manifest = sum(list)
	if m := nameHash.FindStringSubmatch(filepath.Base(path)); m != nil && m[1] != e.Manifest[:8] {
		return &TamperError{path, partManifest, "is not the one that the file was named after"}
	}
	want := map[string]string{}
	var names []string
	for l := range strings.Lines(string(list)) {
		hash, name, ok := strings.Cut(strings.TrimSuffix(l, "\n"), "  ")
		if !ok || want[name] != "" || len(hash) != 64 {
			return &TamperError{path, partManifest, "has a line that cannot be read: " + strings.TrimSpace(l)}
		}
		want[name] = hash
		names = append(names, name)
	}
	seen := map[string]bool{}
	for _, p := range e.Parts {
		switch {
		case seen[p.Name]:
			return &TamperError{path, p.Name, "is there twice"}
		case p.Name == partManifest:
		case want[p.Name] == "":
			return &TamperError{path, p.Name, "is not in the manifest"}
		case want[p.Name] != sum(p.Data):
			return &TamperError{path, p.Name, "differs from the manifest"}
		}
		seen[p.Name] = true
	}
	if i := slices.IndexFunc(names, func(n string) bool { return !seen[n] }); i >= 0 {
		return &TamperError{path, names[i], "is missing"}
	}
	return nil
}

func (e *Evidence) decode() error {
	var about runFile
	var verdicts verdictsFile
	for _, f := range []struct {
		name string
		into any
	}{{partRun, &about}, {partVerdicts, &verdicts}} {
		data, ok := e.Part(f.name)
		if !ok {
			return fmt.Errorf("there is no %s", f.name)
		}
		if err := json.NewDecoder(bytes.NewReader(data)).Decode(f.into); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	if about.Format != format {
		return fmt.Errorf("%s: format %d, this program reads format %d", partRun, about.Format, format)
	}
	e.Run = about.Run
	e.Run.Records, e.Run.Journals = verdicts.Records, about.Journals
	for i := range e.Run.Journals {
		data, ok := e.Part(e.Run.Journals[i].Part)
		if !ok {
			return fmt.Errorf("there is no %s", e.Run.Journals[i].Part)
		}
		e.Run.Journals[i].Data = data
	}
	return nil
}
