/* Names the offsets and numbers of the contract, so that a test can compare the C# mirror with what this compiler made of it. */
#include "mux_holder_protocol.h"
#include "mux_shims.h"

struct entry {
    const char *name;
    uint64_t value;
};

#define CONSTANT(name) { #name, (uint64_t)(name) }
#define SIZE(type) { #type, sizeof(struct type) }
#define AT(type, field) { #type "." #field, offsetof(struct type, field) }

static const struct entry entries[] = {
    CONSTANT(MUX_PROTOCOL_MIN), CONSTANT(MUX_PROTOCOL_MAX), CONSTANT(MUX_LAYOUT_VERSION), CONSTANT(MUX_PAGE_SIZE),
    CONSTANT(MUX_MAX_WINDOWS), CONSTANT(MUX_DIRTY_WORDS), CONSTANT(MUX_OUTPUT_RING_DEFAULT), CONSTANT(MUX_OUTPUT_RING_MIN),
    CONSTANT(MUX_OUTPUT_RING_MAX), CONSTANT(MUX_INPUT_RING_SIZE), CONSTANT(MUX_COMMIT_CLIENTS), CONSTANT(MUX_MAX_MESSAGE),
    CONSTANT(MUX_MAX_META), CONSTANT(MUX_MAX_NAME), CONSTANT(MUX_MAX_FDS), CONSTANT(MUX_MAX_UNACKNOWLEDGED), CONSTANT(MUX_MAX_TTYS),
    CONSTANT(MUX_MAX_ARGUMENTS), CONSTANT(MUX_MAX_SPAWN_BLOCK), CONSTANT(MUX_RLIMIT_COUNT), CONSTANT(MUX_TERMIOS_CC),
    CONSTANT(MUX_OUTPUT_MAGIC), CONSTANT(MUX_CONTROL_MAGIC), CONSTANT(MUX_SESSION_MAGIC), CONSTANT(MUX_SPAWN_MAGIC),
    CONSTANT(MUX_CHECKPOINT_MAGIC), CONSTANT(MUX_MESSAGE_TYPE_COUNT), CONSTANT(MUX_STAGE_EXEC), CONSTANT(MUX_EXIT_ACKNOWLEDGED),

    SIZE(mux_output_header), AT(mux_output_header, ring_size), AT(mux_output_header, window_id), AT(mux_output_header, head),
    AT(mux_output_header, last_read_ns), AT(mux_output_header, flags), AT(mux_output_header, park_count),

    SIZE(mux_commit_client), SIZE(mux_commit_slot), AT(mux_commit_slot, input_head), AT(mux_commit_slot, reply_offset),
    AT(mux_commit_slot, client_count), AT(mux_commit_slot, clients),

    SIZE(mux_control_page), AT(mux_control_page, window_id), AT(mux_control_page, epoch), AT(mux_control_page, tail),
    AT(mux_control_page, effects_offset), AT(mux_control_page, parse_offset), AT(mux_control_page, parse_end),
    AT(mux_control_page, parse_epoch), AT(mux_control_page, parse_deaths), AT(mux_control_page, parse_quarantines),
    AT(mux_control_page, input_commit_seq), AT(mux_control_page, input_wanted), AT(mux_control_page, input_tail), AT(mux_control_page, output_parked),
    AT(mux_control_page, input_blocked), AT(mux_control_page, daemon_area), AT(mux_control_page, slots),

    SIZE(mux_session_page), AT(mux_session_page, epoch), AT(mux_session_page, session_pid), AT(mux_session_page, daemon_sleeping),
    AT(mux_session_page, input_commit_seq), AT(mux_session_page, holder_sleeping), AT(mux_session_page, dirty_summary),
    AT(mux_session_page, kick_summary), AT(mux_session_page, dirty), AT(mux_session_page, slots), AT(mux_session_page, kick),
    AT(mux_session_page, daemon_area),

    SIZE(mux_checkpoint_header), AT(mux_checkpoint_header, seq), AT(mux_checkpoint_header, payload_length),
    AT(mux_checkpoint_header, crc32c),

    SIZE(mux_message_header), AT(mux_message_header, length), AT(mux_message_header, id),
    SIZE(mux_hello), AT(mux_hello, flags), AT(mux_hello, pid),
    SIZE(mux_welcome), AT(mux_welcome, window_count), AT(mux_welcome, epoch), AT(mux_welcome, session_pid),
    AT(mux_welcome, holder_pid), AT(mux_welcome, flags), AT(mux_welcome, name_length), AT(mux_welcome, meta_length),
    SIZE(mux_count), SIZE(mux_winsize), SIZE(mux_signal),
    SIZE(mux_exit), AT(mux_exit, flags), AT(mux_exit, time_ns), AT(mux_exit, user_us), AT(mux_exit, max_rss_kib),
    SIZE(mux_window_info), AT(mux_window_info, spawn_request), AT(mux_window_info, slot), AT(mux_window_info, pid),
    AT(mux_window_info, warnings), AT(mux_window_info, tty_number), AT(mux_window_info, size), AT(mux_window_info, ring_size),
    AT(mux_window_info, meta_length), AT(mux_window_info, start_ns), AT(mux_window_info, exit),
    SIZE(mux_spawn), AT(mux_spawn, ring_size), AT(mux_spawn, flags), AT(mux_spawn, size),
    SIZE(mux_rlimit), SIZE(mux_termios), AT(mux_termios, lflag), AT(mux_termios, line), AT(mux_termios, cc),
    SIZE(mux_spawn_block), AT(mux_spawn_block, umask), AT(mux_spawn_block, argv_count), AT(mux_spawn_block, envp_offset),
    AT(mux_spawn_block, file_offset), AT(mux_spawn_block, cwd_offset), AT(mux_spawn_block, limits), AT(mux_spawn_block, termios),
    SIZE(mux_spawn_failed), AT(mux_spawn_failed, stage),
    SIZE(mux_result), AT(mux_result, request_type),
    SIZE(mux_status), AT(mux_status, window_count), AT(mux_status, attached), AT(mux_status, daemon_pid), AT(mux_status, epoch),
    AT(mux_status, start_ns), AT(mux_status, name_length),
    SIZE(mux_tty), AT(mux_tty, client_pid),
};

int32_t mux_layout_entry(uint32_t index, const char **name, uint64_t *value)
{
    if (index >= sizeof entries / sizeof entries[0])
        return -1;
    *name = entries[index].name;
    *value = entries[index].value;
    return 0;
}
