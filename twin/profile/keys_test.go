package profile

import "reflect"

// keys lists the keys of a model.
func keys(m Model) (all []string) {
	t := reflect.TypeOf(m).Elem()
	for i := range t.NumField() {
		all = append(all, hyphenated(t.Field(i).Name))
	}
	return all
}
