/* libvterm screens: reads frames from standard input (length in 4 bytes, little endian, then bytes), feeds each to a fresh terminal and prints the
 *                   screen after it: a line for each row (text, a tab, attribute runs), then the cursor.
 * libvterm bench COLUMNS ROWS SECONDS FILE...: prints the megabytes per second of each file, fed in pieces of 64 KiB. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <vterm.h>

enum { COLUMNS = 80, ROWS = 24, PIECE = 65536 };

static void put_utf8(char **to, uint32_t c)
{
    unsigned char *p = (unsigned char *)*to;
    if (c < 0x80) {
        *p++ = (unsigned char)c;
    } else if (c < 0x800) {
        *p++ = (unsigned char)(0xC0 | c >> 6);
        *p++ = (unsigned char)(0x80 | (c & 63));
    } else if (c < 0x10000) {
        *p++ = (unsigned char)(0xE0 | c >> 12);
        *p++ = (unsigned char)(0x80 | (c >> 6 & 63));
        *p++ = (unsigned char)(0x80 | (c & 63));
    } else {
        *p++ = (unsigned char)(0xF0 | c >> 18);
        *p++ = (unsigned char)(0x80 | (c >> 12 & 63));
        *p++ = (unsigned char)(0x80 | (c >> 6 & 63));
        *p++ = (unsigned char)(0x80 | (c & 63));
    }
    *to = (char *)p;
}

static int put_color(char *to, char letter, const VTermColor *color, int is_default)
{
    if (is_default)
        return 0;
    if (VTERM_COLOR_IS_INDEXED(color))
        return sprintf(to, "%c%d", letter, color->indexed.idx);
    return sprintf(to, "%c#%02x%02x%02x", letter, color->rgb.red, color->rgb.green, color->rgb.blue);
}

/* An erased cell has a background only, whatever else the engine keeps in it. */
static void attributes(const VTermScreenCell *cell, char *to)
{
    if (cell->chars[0] == 0) {
        *to = 0;
        put_color(to, 'b', &cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg));
        return;
    }
    to += sprintf(to, "%s%s%s", cell->attrs.bold ? "B" : "", cell->attrs.underline ? "U" : "", cell->attrs.reverse ? "R" : "");
    to += put_color(to, 'f', &cell->fg, VTERM_COLOR_IS_DEFAULT_FG(&cell->fg));
    put_color(to, 'b', &cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg));
}

static void print_row(VTermScreen *screen, int row)
{
    char text[COLUMNS * VTERM_MAX_CHARS_PER_CELL * 4 + 1], runs[COLUMNS * 48], last[48] = "", now[48];
    char *t = text, *r = runs;
    *r = 0;
    for (int column = 0; column < COLUMNS; column++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(screen, (VTermPos){ .row = row, .col = column }, &cell);
        if (cell.chars[0] == (uint32_t)-1)
            continue;
        if (cell.chars[0] == 0)
            *t++ = ' ';
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            put_utf8(&t, cell.chars[i]);
        attributes(&cell, now);
        if (strcmp(now, last) != 0)
            r += sprintf(r, " %d:%s", column, now);
        strcpy(last, now);
    }
    while (t > text && t[-1] == ' ')
        t--;
    *t = 0;
    printf("%s\t%s\n", text, runs);
}

static VTerm *make(int columns, int rows)
{
    VTerm *terminal = vterm_new(rows, columns);
    vterm_set_utf8(terminal, 1);
    vterm_screen_enable_altscreen(vterm_obtain_screen(terminal), 1);
    vterm_screen_reset(vterm_obtain_screen(terminal), 1);
    return terminal;
}

static int screens(void)
{
    unsigned char head[4];
    while (fread(head, 1, 4, stdin) == 4) {
        size_t length = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
        char *bytes = malloc(length + 1);
        if (bytes == NULL || fread(bytes, 1, length, stdin) != length)
            return 1;
        VTerm *terminal = make(COLUMNS, ROWS);
        VTermPos cursor;
        vterm_input_write(terminal, bytes, length);
        for (int row = 0; row < ROWS; row++)
            print_row(vterm_obtain_screen(terminal), row);
        vterm_state_get_cursorpos(vterm_obtain_state(terminal), &cursor);
        printf("cursor %d %d\n", cursor.row, cursor.col);
        vterm_free(terminal);
        free(bytes);
    }
    return 0;
}

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void feed(VTerm *terminal, const char *bytes, size_t length)
{
    for (size_t at = 0; at < length; at += PIECE)
        vterm_input_write(terminal, bytes + at, length - at < PIECE ? length - at : PIECE);
}

static int bench(int columns, int rows, double seconds, char **files)
{
    for (; *files != NULL; files++) {
        FILE *file = fopen(*files, "rb");
        static char bytes[64 << 20];
        if (file == NULL)
            return 1;
        size_t length = fread(bytes, 1, sizeof bytes, file);
        fclose(file);
        VTerm *terminal = make(columns, rows);
        feed(terminal, bytes, length);
        double best = 0, end = now_seconds() + seconds;
        do {
            double start = now_seconds();
            feed(terminal, bytes, length);
            double rate = (double)length / 1e6 / (now_seconds() - start);
            best = rate > best ? rate : best;
        } while (now_seconds() < end);
        printf("%s %.1f\n", strrchr(*files, '/') ? strrchr(*files, '/') + 1 : *files, best);
        vterm_free(terminal);
    }
    return 0;
}

int main(int count, char **arguments)
{
    if (count > 5 && strcmp(arguments[1], "bench") == 0)
        return bench(atoi(arguments[2]), atoi(arguments[3]), atof(arguments[4]), arguments + 5);
    return screens();
}
