package profile

import (
	"errors"
	"os"
	"strings"

	"github.com/forecourt/forecourt/twin/strict"
)

// pointer is a model by its type.
type pointer[T any] interface {
	*T
	Model
}

// Open returns the model that a plan's word means: the profile of that name, the one in a file, or the standard one where
// there is no word. The error is strict.Errors: of the file, or one without a place for a name that is none.
func Open[T any, P pointer[T]](word string) (T, error) {
	kind := kindOf(P(new(T)))
	p, err := find(kind, word)
	if err != nil {
		var none T
		return none, err
	}
	return *p.Model.(P), nil
}

func find(kind Kind, word string) (*Profile, error) {
	r := known()
	r.Lock()
	defer r.Unlock()
	if word == "" {
		word = Standard
	}
	if p := r.byKind[kind][word]; p != nil {
		return p, nil
	}
	if !IsFile(word) {
		return nil, strict.Errors{{Message: "there is no " + string(kind) + " profile '" + word + "'", Fix: suggestion(word, r.names(kind))}}
	}
	p := r.byFile[word]
	if p == nil {
		src, err := os.ReadFile(word)
		if err != nil {
			return nil, strict.Errors{{Message: "the profile '" + word + "' cannot be read: " + reason(err)}}
		}
		if p, err = parse(word, src, r.standard); err != nil {
			return nil, err
		}
		r.byFile[word] = p
	}
	if p.Kind != kind {
		return nil, strict.Errors{{Message: "'" + word + "' is the profile of a " + string(p.Kind) + ", a " + string(kind) + " is meant here"}}
	}
	return p, nil
}

func suggestion(word string, names []string) string {
	if meant := strict.Suggest(word, names); meant != "" {
		return "did you mean '" + meant + "'?"
	}
	return "there is: " + strings.Join(names, ", ")
}

// Check says what is wrong with a word for a profile of a kind, at the node where it stands; the problems of a file are
// told at their own places.
func Check(kind Kind, word string, at *strict.Node) strict.Errors {
	_, err := find(kind, word)
	var errs strict.Errors
	if !errors.As(err, &errs) {
		return nil
	}
	if len(errs) == 1 && errs[0].File == "" {
		return strict.Errors{at.Wrong(errs[0].Message, errs[0].Fix)}
	}
	return errs
}
